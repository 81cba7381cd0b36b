/// What of the queue an address asks for: the same words for the page, the file and the API.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "helpdesk/queue.h"
#include "http/call.h"

namespace helpdesk {

struct QueueAsked {
    QueueFilter filter;
    bool late = false;
    bool at_risk = false;
    std::string age;  // "today", "week", "older"; empty: any
};

std::string_view word(QueueView view);
/// From ?view, team, school, category, person, late, risk, age. What is no such word or number is not asked for.
QueueAsked asked_of(const http::Call& call);
/// "view=team&team=3": what asked_of reads.
std::string query_of(const QueueAsked& asked);
/// "priority.due.id" of a row; anything else begins at the beginning.
std::optional<QueueKey> parse_key(std::string_view text);
std::string key_text(const QueueKey& key);
/// What a paused row waits for, for the page and the file; empty when it waits for nothing.
std::string waiting_words(const http::Call& call, const QueueRow& row);

}  // namespace helpdesk
