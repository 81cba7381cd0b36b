/// `belltower report list | run | show | add` and `belltower import report`.
#pragma once

namespace cli {
class Commands;
}

namespace data {

void report_commands(cli::Commands& commands);

}  // namespace data
