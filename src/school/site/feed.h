/// News as feeds: Atom (RFC 4287) and JSON Feed 1.1. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

#include "base/time.h"
#include "html/html.h"

namespace site {

struct FeedEntry {
    std::string id;   // permanent
    std::string url;  // empty: withdrawn, there is nothing to read
    std::string title;
    html::Language language;
    std::string html;
    base::Instant published;
    base::Instant updated;
    std::vector<std::string> categories;
    std::string image;  // the address of its first picture, a JPEG; empty: none
};

struct Feed {
    std::string id;
    std::string title;
    std::string author;  // the district
    std::string home;    // the page that says the same to people
    std::string self;    // of this form of the feed
    html::Language language;
    std::vector<FeedEntry> entries;
    /// When anything in it last changed its meaning; 1970 for an empty feed.
    base::Instant updated() const;
};

std::string atom_of(const Feed& feed);
boost::json::value json_feed_of(const Feed& feed);

/// For text and attributes of XML 1.0: escaped, and without the characters that it cannot hold.
std::string xml_text(std::string_view text);

}  // namespace site
