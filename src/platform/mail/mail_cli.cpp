/// `belltower mail receive`: for the pipe of a local mail server. Exit 0: it is on disk. 65 (EX_DATAERR): no message, or too long. 75 (EX_TEMPFAIL): anything
/// else; nothing was kept, and the mail server tries again. 2: wrong usage.
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

/// What a mail server understands of the programs that it hands mail to (sysexits.h): it tries again after `try_again` alone.
constexpr int bad_data = 65, try_again = 75;

static void take(cli::Workplace& place, const Wish& wish) {
    const auto raw = read_input();
    try {
        print(receive(place.database(), place.services(), base::system_now(), {.raw = raw, .recipient = base::parse_email(wish.to).value_or("")}), wish.json);
    } catch (const base::Invalid& invalid) {
        throw cli::Stop(std::string("Nothing was kept. ") + invalid.what(), bad_data);
    }
}

/// A district that cannot be opened, a full disk, a database that is locked: nothing was kept, and the sender need not hear of it.
static void run(const cli::Where& where, const Wish& wish) {
    if (!wish.to.empty() && !base::parse_email(wish.to)) throw cli::Stop("--to is not a mail address: " + wish.to, 2);
    try {
        take(*where.open(), wish);
    } catch (const cli::Stop& stop) {
        throw cli::Stop(stop.what(), stop.exit_code() == bad_data ? bad_data : try_again);
    } catch (const std::exception& error) {
        throw cli::Stop(std::string("Nothing was kept; try again. ") + error.what(), try_again);
    }
}

void add_commands(cli::Commands& commands) {
    commands.describe("mail", "Mail that comes in");
    commands.add({"mail receive", "Take in one message from standard input; done means that it is on disk", [&commands](CLI::App& app) -> std::function<void()> {
                      auto where = commands.where(app);
                      auto wish = std::make_shared<Wish>();
                      app.add_option("--to", wish->to, "The address that it was sent to");
                      app.add_flag("--json", wish->json, "Print what became of it for programs");
                      return [where, wish] { run(*where, *wish); };
                  }});
}

}  // namespace mail
