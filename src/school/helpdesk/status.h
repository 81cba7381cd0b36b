/// "Where is my request, and why?" (F3): the sentences of the status page, made once for page, letter and API.
#pragma once

#include <optional>
#include <string>

#include "helpdesk/forecast_store.h"
#include "helpdesk/problem.h"
#include "helpdesk/queue.h"
#include "helpdesk/request.h"
#include "html/html.h"
#include "people/people.h"

namespace helpdesk {

/// The facts. Holds nothing of other people's requests but how many stand before this one.
struct Status {
    people::Words team;
    std::string school;
    std::string assignee;  // empty: nobody yet
    std::optional<base::Instant> taken_at;
    std::optional<Position> position;
    std::optional<Outlook> outlook;
    std::optional<KnownProblem> problem;               // to which it belongs, while that is open
    std::optional<base::Day> last_day_to_answer;  // after which a solved request closes by itself
};
Status status_of(db::Read& db, base::Instant now, const Request& request);

/// The same in plain, polite words.
struct StatusWords {
    std::string why;
    std::string closes;     // until when an answer is waited for; empty when nothing closes by itself
    std::string who;
    std::string when;       // always said: a forecast, or that there is not enough history to say
    std::string place;      // empty when it stands in no queue
    std::string elsewhere;  // what the same people do first at other schools; empty when nothing
    std::string how_place;
    std::string how_when;
};

struct Reader {
    const html::Messages& messages;
    html::Language language;
    base::TimeZone zone;
    base::Instant now;
};
StatusWords words_of(const Reader& reader, const Request& request, const Status& status);

}  // namespace helpdesk
