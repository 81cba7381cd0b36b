/// What the files that speak with GMime share.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gmime/gmime.h>

#include "mail/incoming.h"

namespace mail {

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
template <typename T>
using Owned = std::unique_ptr<T, Unref>;

/// Once in a process, before anything else is asked of GMime.
void start_gmime();

/// The text of a C string that GMime gave away, or nothing.
std::string take_text(char* text);
std::string text_or_empty(const char* text);

/// Null when GMime makes nothing of it. What would harm GMime is taken out before (harmless.h): then `changed` becomes true.
Owned<GMimeMessage> parse_message(std::string_view raw, bool& changed);

/// The head of one message, in which any field may stand several times and say anything.
class Head {
public:
    explicit Head(GMimeMessage* message);

    bool has(std::string_view name) const;
    /// The first field of that name, not decoded, on one line; empty when there is none.
    std::string raw(std::string_view name) const;
    std::size_t count(std::string_view name) const;
    /// Decoded, one line, at most 998 code points.
    std::string text(std::string_view name) const;
    /// Every address in every field of that name, at most 200.
    std::vector<Address> addresses(std::string_view name) const;
    /// Message-IDs, without angle brackets, as written, at most 200.
    std::vector<std::string> ids(std::string_view name) const;

private:
    struct Field {
        std::string name;  // lower case
        std::string value;
    };
    std::vector<Field> fields_;
};

/// "<a@b>" and what else stands for a Message-ID: without brackets and white space, at most 500 bytes.
std::string bare_id(std::string_view text);

/// RFC 2047 words in their true charsets, raw bytes guessed; control characters become spaces, and nothing in it turns the direction of writing around.
std::string decode_words(std::string_view raw);

/// The words of a repair, each once.
void note_repair(Incoming& incoming, std::string_view word);

}  // namespace mail
