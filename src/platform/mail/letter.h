/// How a letter looks: said once, written as calm HTML and as plain text, in the language of who reads it.
///
///     auto letter = mail::render_letter(services, language, {.title = ..., .paragraphs = {...}, .action = {{label, url}}});
///     letter.to_address = ...; letter.thread = "request/123";
///     mail::send(db, now, letter);
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "html/html.h"
#include "mail/mail.h"

namespace http {
struct Services;
}

namespace mail {

/// What a letter says, in the words of its reader. Everything is plain text; line breaks are kept.
struct Content {
    std::string title;                    // also the subject, unless the caller sets another
    std::string greeting = {};            // "Dear Ana,"
    std::vector<std::string> paragraphs = {};
    struct Quote {
        std::string words;                // what a person wrote
        std::string by;                   // "Dana Reyes, technician"
    };
    std::optional<Quote> quote = {};
    struct Fact {
        std::string label;                // "Why it waits"
        std::string value;
    };
    std::vector<Fact> facts = {};
    struct Action {
        std::string label;                // "See your request"
        std::string url;                  // whole, with https://
    };
    std::optional<Action> action = {};
    std::optional<Action> quiet_action = {};  // small, at the end: "No more letters about this"
    std::string closing = {};             // after the action: "You can answer this letter."
    std::string mark = {};                // below, small: what programs quote and people need not read
    std::string district = {};            // at the foot; empty: "Belltower" alone
};

/// Subject, text and html are set; the rest is the caller's.
Letter render_letter(const http::Services& services, html::Language language, const Content& content);

/// The plain text of a letter, wrapped at nowhere: programs do that better.
std::string plain_text(const Content& content);

}  // namespace mail
