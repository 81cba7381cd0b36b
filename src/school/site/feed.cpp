#include "site/feed.h"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/code_points.h"

namespace site {

base::Instant Feed::updated() const {
    base::Instant latest{};
    for (const auto& entry : entries) latest = std::max(latest, entry.updated);
    return latest;
}

std::string xml_text(std::string_view text) {
    std::string allowed;
    for (std::size_t at = 0; at < text.size();) {
        const auto point = base::decode_code_point(text.substr(at));
        const bool control = point.value < 0x20 && point.value != '\t' && point.value != '\n' && point.value != '\r';
        if (!control && point.value != 0xFFFE && point.value != 0xFFFF) base::append_utf8(allowed, point.value);
        at += point.bytes;
    }
    return html::escape(allowed);
}

static void add_entry(std::string& out, const FeedEntry& entry) {
    out += fmt::format("<entry xml:lang=\"{}\">\n<id>{}</id>\n<title>{}</title>\n", html::code(entry.language), xml_text(entry.id), xml_text(entry.title));
    out += fmt::format("<published>{}</published>\n<updated>{}</updated>\n", base::to_iso(entry.published), base::to_iso(entry.updated));
    if (!entry.url.empty()) out += fmt::format("<link rel=\"alternate\" type=\"text/html\" hreflang=\"{}\" href=\"{}\"/>\n", html::code(entry.language), xml_text(entry.url));
    if (!entry.image.empty()) out += fmt::format("<link rel=\"enclosure\" type=\"image/jpeg\" href=\"{}\"/>\n", xml_text(entry.image));
    for (const auto& category : entry.categories) out += fmt::format("<category term=\"{}\"/>\n", xml_text(category));
    out += fmt::format("<content type=\"html\">{}</content>\n</entry>\n", xml_text(entry.html));
}

std::string atom_of(const Feed& feed) {
    auto out = fmt::format("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n", html::code(feed.language));
    out += fmt::format("<id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n", xml_text(feed.id), xml_text(feed.title), base::to_iso(feed.updated()));
    out += fmt::format("<author><name>{}</name></author>\n", xml_text(feed.author));
    out += fmt::format("<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n", xml_text(feed.self), xml_text(feed.home));
    for (const auto& entry : feed.entries) add_entry(out, entry);
    return out + "</feed>\n";
}

boost::json::value json_feed_of(const Feed& feed) {
    boost::json::array items;
    for (const auto& entry : feed.entries) {
        boost::json::object item{{"id", entry.id},
                                 {"title", entry.title},
                                 {"content_html", entry.html},
                                 {"date_published", base::to_iso(entry.published)},
                                 {"date_modified", base::to_iso(entry.updated)},
                                 {"language", html::code(entry.language)}};
        if (!entry.url.empty()) item["url"] = entry.url;
        if (!entry.image.empty()) {
            item["image"] = entry.image;
            item["attachments"] = boost::json::array{boost::json::object{{"url", entry.image}, {"mime_type", "image/jpeg"}}};
        }
        if (!entry.categories.empty()) item["tags"] = boost::json::array(entry.categories.begin(), entry.categories.end());
        items.push_back(std::move(item));
    }
    return boost::json::object{{"version", "https://jsonfeed.org/version/1.1"},
                               {"title", feed.title},
                               {"home_page_url", feed.home},
                               {"feed_url", feed.self},
                               {"language", html::code(feed.language)},
                               {"authors", boost::json::array{boost::json::object{{"name", feed.author}}}},
                               {"items", std::move(items)}};
}

}  // namespace site
