/// The front door of the calendar: when a site works.
#pragma once

#include "calendar/business_calendar.h"
