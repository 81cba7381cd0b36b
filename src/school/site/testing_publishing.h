/// The small world with who writes the site: the webmaster, a principal who writes the news of North School, and a nurse to whom
/// /health was given. For tests of this room.
#pragma once

#include <gmock/gmock.h>

#include "auth/account.h"
#include "db/setting.h"
#include "site/banner.h"
#include "site/news_item.h"
#include "site/news_write.h"
#include "site/page_item.h"
#include "site/piece.h"
#include "site/section.h"
#include "world/world.h"

namespace site::testing {

class Publishing : public World {
public:
    Publishing() {
        write([&](db::Write& db) {
            const auto system = auth::Viewer::system();
            for (auto permission : {may_write_news, may_write_pages, may_publish}) auth::grant(db, system, now, account("web"), {std::string(permission.name), auth::ScopeKind::everywhere, 0});
            principal = auth::create_account(db, system, now, {"grace@riverbend.example", "Grace Okafor"});
            auth::grant(db, system, now, principal, {std::string(may_write_news.name), auth::ScopeKind::school, north.value});
            nurse = auth::create_account(db, system, now, {"hana@riverbend.example", "Hana Novak"});
            add_section(db, system, now, "/health");
            add_writer(db, system, now, sections(db).front().id, nurse);
        });
    }

    auth::AccountId principal, nurse;

    auth::Viewer viewer_of(auth::AccountId id) {
        return read([&](db::Read& db) { return auth::Viewer(id, auth::account_name(db, id).value(), auth::grants(db, auth::Viewer::system(), id), auth::Proof::session); });
    }
    http::TestClient by(auth::AccountId id, html::Language language = html::Language::en);
    http::TestClient web() { return as("web"); }
    http::TestClient family() { return as("nobody"); }

    using Form = http::TestClient::FormFields;
    /// The page as it was sent, kept or made anew.
    static std::string text(const http::Response& response) { return std::string(response.content()); }
    /// What stands in the Location of an answer that leads on; empty for all others.
    static std::string led_to(const http::Response& response) { return std::string(response.find_header("Location").value_or("")); }
    std::int64_t revision(std::int64_t piece) {
        return read([&](db::Read& db) { return db.query("SELECT revision FROM site_piece WHERE id = :id").bind("id", piece).one_integer(); });
    }
    /// Writes an item of news for the district and publishes it; its number.
    std::int64_t published_news(const std::string& title, const std::string& body, const std::string& title_es = "", const std::string& body_es = "") {
        const auto at = led_to(web().post("/website/news", {{"title_en", title}, {"body_en", body}, {"title_es", title_es}, {"body_es", body_es}, {"whole_district", "1"}, {"for_families", "1"}}));
        EXPECT_EQ(web().post(at + "/publication", {{"seen", "1"}}).status, 303);
        return std::stoll(at.substr(at.rfind('/') + 1));
    }
    std::string published_page(const std::string& path, const std::string& title, const std::string& body, Form more = {}) {
        Form form{{"path", path}, {"title_en", title}, {"body_en", body}, {"menu_order", "100"}};
        form.insert(form.end(), more.begin(), more.end());
        const auto at = led_to(web().post("/website/pages", form));
        EXPECT_EQ(web().post(at + "/publication", {{"seen", "1"}}).status, 303);
        return at;
    }
};

inline http::TestClient Publishing::by(auth::AccountId id, html::Language language) { return {services(), app::rooms().routes, [this] { return now; }, viewer_of(id), language}; }

}  // namespace site::testing
