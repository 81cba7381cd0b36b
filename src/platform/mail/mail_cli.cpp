/// `belltower mail receive`: for the pipe of a local mail server.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <iostream>
#include <iterator>

#include "base/error.h"
#include "base/text.h"
#include "cli/cli.h"
#include "http/call.h"
#include "mail/inbox.h"
#include "mail/mail.h"

namespace mail {

namespace {
struct Wish {
    std::string to;
    bool json = false;
};
}  // namespace

/// One byte more than allowed is enough to know that it is too long.
static std::string read_input() {
    const std::size_t most = ReadLimits{}.most_bytes + 1;
    std::string raw;
    std::vector<char> part(std::size_t{1} << 16);
    while (raw.size() < most && std::cin.read(part.data(), static_cast<std::streamsize>(part.size())).gcount() > 0) {
        raw.append(part.data(), static_cast<std::size_t>(std::cin.gcount()));
    }
    return raw;
}

static void print(const Arrived& arrived, bool json) {
    if (json) {
        const boost::json::object said{{"id", arrived.id.value}, {"state", word(arrived.state)}, {"why", arrived.why}, {"link", arrived.link}, {"repeated", arrived.repeated}};
        std::cout << boost::json::serialize(said) << "\n";
        return;
    }
    std::cout << "Message " << arrived.id.value << (arrived.repeated ? " had come before: " : ": ") << word(arrived.state);
    if (!arrived.why.empty()) std::cout << " (" << arrived.why << ")";
    if (!arrived.link.empty()) std::cout << " " << arrived.link;
    std::cout << "\n";
}

static void run(cli::Workplace& place, const Wish& wish) {
    if (!wish.to.empty() && !base::parse_email(wish.to)) throw cli::Stop("--to is not a mail address: " + wish.to);
    const auto raw = read_input();
    try {
        print(receive(place.database(), place.services(), base::system_now(), {.raw = raw, .recipient = base::parse_email(wish.to).value_or("")}), wish.json);
    } catch (const base::Invalid& invalid) {
        throw cli::Stop(std::string("Nothing was kept. ") + invalid.what());
    }
}

void add_commands(cli::Commands& commands) {
    commands.describe("mail", "Mail that comes in");
    commands.add({"mail receive", "Take in one message from standard input; done means that it is on disk", [&commands](CLI::App& app) -> std::function<void()> {
                      auto where = commands.where(app);
                      auto wish = std::make_shared<Wish>();
                      app.add_option("--to", wish->to, "The address that it was sent to");
                      app.add_flag("--json", wish->json, "Print what became of it for programs");
                      return [where, wish] { run(*where->open(), *wish); };
                  }});
}

}  // namespace mail
