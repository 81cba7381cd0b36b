// 1,000 mails of 50 KB through mail::receive_all(), durably on SQLite: to the disk, read, threaded, one transaction each. The limit is 10 s.
// The help desk takes them as it does when it is served: every second one is a new request of one of 250 people, the others answer the one before by its
// Message-ID. Beside it: reading alone, writing the files alone, and one at a time as the pipe of a mail server does.
//
//   build/release/bench/bench_mail_in_bench [--messages N] [--json FILE]
#include <fmt/core.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <unistd.h>

#include "app/house.h"
#include "auth/account.h"
#include "base/log.h"
#include "base/random.h"
#include "db/db.h"
#include "files/files.h"
#include "helpdesk/helpdesk.h"
#include "helpdesk/intake.h"
#include "mail/inbox.h"
#include "roster/roster.h"

namespace {

constexpr std::size_t bytes_of_one = 50 * 1024;

/// Plain text, HTML of the same words, and a picture that fills it up.
std::string message(base::Random& random, int number) {
    const auto answers = number % 2 == 1 ? fmt::format("In-Reply-To: <m{0}@phone.example>\r\nReferences: <m{0}@phone.example>\r\n", number - 1) : "";
    std::string words;
    for (int line = 0; line < 40; ++line) words += fmt::format("Line {} of message {}: the projector in room {} flickers.\r\n", line, number, random.below(400));
    auto raw = fmt::format(
        "From: Person {3} <person{3}@school.example>\r\nTo: help@school.example\r\nSubject: =?utf-8?Q?Proyector_est=C3=A1_roto_{0}?=\r\nMessage-ID: <m{0}@phone.example>\r\n{1}"
        "Date: Mon, 23 Nov 2026 08:05:00 -0600\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=outer\r\n\r\n--outer\r\nContent-Type: multipart/alternative; boundary=inner\r\n\r\n"
        "--inner\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{2}\r\nOn Mon, Nov 23, 2026 at 8:05 AM Help <help@school.example> wrote:\r\n> We looked.\r\n"
        "--inner\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>{2}</p>\r\n--inner--\r\n"
        "--outer\r\nContent-Type: image/jpeg; name=photo.jpg\r\nContent-Transfer-Encoding: base64\r\n\r\n",
        number, answers, words, number / 4);
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    while (raw.size() + 20 < bytes_of_one) {
        for (int i = 0; i < 76; ++i) raw += letters[static_cast<std::size_t>(random.below(letters.size()))];
        raw += "\r\n";
    }
    return raw + "--outer--\r\n";
}

double seconds(const std::function<void()>& work) {
    const auto began = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

/// A district of one school and those who write, in a folder of its own.
struct District {
    District(const std::string& name, base::Instant now, int people) : folder(name) {
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
        app::Configuration configuration;
        configuration.data = folder;
        house = app::open_and_migrate(configuration);
        house->database().write([&](db::Write& db) {
            helpdesk::seed(db);
            helpdesk::IntakeChoices choices;
            choices.school = roster::create_school(db, auth::Viewer::system(), now, {.name = "School"});
            helpdesk::save_intake_choices(db, auth::Viewer::system(), now, choices);
            for (int number = 0; number < people; ++number) {
                auth::create_account(db, auth::Viewer::system(), now, {.email = fmt::format("person{}@school.example", number), .name = fmt::format("Person {}", number), .password_hash = "none"});
            }
        });
    }
    ~District() {
        house.reset();
        std::filesystem::remove_all(folder);
    }
    std::string folder;
    std::unique_ptr<app::House> house;
};

/// A figure of a run that lost something is no figure.
void require(bool holds, const char* what) {
    if (holds) return;
    fmt::print(stderr, "{}\n", what);
    std::exit(1);
}

void check(District& district, int messages) {
    const auto count = [&](std::string_view sql) { return district.house->database().read([&](db::Read& db) { return db.query(sql).one_integer(); }); };
    require(count("SELECT count(*) FROM mail_received WHERE state = 'taken'") == messages, "not every message was taken");
    require(count("SELECT count(*) FROM helpdesk_request") == messages / 2, "not every new message became a request");
    require(count("SELECT count(*) FROM mail_received WHERE why = 'answer'") == messages / 2, "not every answer was found");
}

}  // namespace

int main(int argc, char** argv) {
    base::log::set_level(base::log::Level::error);
    int messages = 1000;
    std::string json;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (std::string_view(argv[i]) == "--messages") messages = std::atoi(argv[i + 1]);
        if (std::string_view(argv[i]) == "--json") json = argv[i + 1];
    }
    base::Random random(20261127);
    std::vector<std::string> raws;
    for (int number = 0; number < messages; ++number) raws.push_back(message(random, number));
    const auto now = base::system_now();
    const auto scratch = std::filesystem::temp_directory_path().string() + "/belltower-mail-bench-" + std::to_string(::getpid());

    const double reading = seconds([&] {
        for (const auto& raw : raws) require(!mail::read_message(raw).text.empty(), "a message was not read");
    });
    const double writing = seconds([&] {
        files::Store files(scratch + "-files");
        for (const auto& raw : raws) files.put(raw);
    });
    std::filesystem::remove_all(scratch + "-files");
    double together = 0, alone = 0;
    {
        District district(scratch, now, messages / 4 + 1);
        together = seconds([&] {
            // As the job does: what a visit fetched, twenty at a time.
            for (std::size_t begin = 0; begin < raws.size(); begin += 20) {
                std::vector<mail::Arrival> arrivals;
                for (auto at = begin; at < std::min(begin + 20, raws.size()); ++at) arrivals.push_back({raws[at]});
                for (const auto& one : mail::receive_all(district.house->database(), district.house->services(), now, arrivals)) require(one.arrived.has_value(), one.trouble.c_str());
            }
        });
        check(district, messages);
    }
    {
        District district(scratch, now, messages / 4 + 1);
        alone = seconds([&] {
            for (const auto& raw : raws) mail::receive(district.house->database(), district.house->services(), now, {raw});
        });
        check(district, messages);
    }
    fmt::print("{} messages of {} KiB\n", messages, bytes_of_one / 1024);
    fmt::print("reading alone: {:.2f} s\nwriting the messages to the disk alone: {:.2f} s\n", reading, writing);
    fmt::print("taken in, threaded, durable: {:.2f} s\none at a time: {:.2f} s\n", together, alone);
    if (!json.empty()) std::ofstream(json) << fmt::format(R"({{"seconds":{:.3f},"one_at_a_time":{:.3f},"reading":{:.3f},"files":{:.3f}}})", together, alone, reading, writing) << "\n";
}
