/// What the pages of this room share. Only for this room.
#pragma once

#include <optional>
#include <string>

#include "html/html.h"
#include "http/call.h"
#include "inventory/store.h"

namespace http {
class Routes;
}

namespace inventory {

/// Filters of the query string, the same for the list, its export, its labels and its JSON.
/// A page of devices that names who has them leaves with one note; one's own devices need none.
void note_holders(http::ReadCall& call, const std::vector<DeviceLine>& lines, std::string_view purpose);
DeviceQuestion question_of(const http::Fields& query);
/// The filters as a query string without paging: "&q=cb&school=3", or empty.
std::string filters_as_query(const http::Fields& query);
/// The whole number of a field, or absent.
std::optional<std::int64_t> id_of(const http::Fields& fields, std::string_view name);

std::string kind_words(const http::Call& call, std::string_view kind);
std::string status_words(const http::Call& call, std::string_view status);
/// Room and school as one place: "7B, North School".
std::string place_words(std::string_view room, std::string_view school);
/// Sets status, tone and status_icon: what a pill needs.
void show_status(const http::Call& call, html::View& view, std::string_view status);
void add_option(html::View& view, std::string_view section, std::string_view value, std::string_view label, bool chosen);

void list_routes(http::Routes& routes);
void page_routes(http::Routes& routes);
void form_routes(http::Routes& routes);
void holder_routes(http::Routes& routes);
void label_routes(http::Routes& routes);
void api_routes(http::Routes& routes);

}  // namespace inventory
