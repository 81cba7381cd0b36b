#include "auth/common_passwords.h"

#include <cassert>
#include <vector>

#include "auth/auth.h"
#include "base/text.h"

namespace auth {

static std::vector<std::string_view> read_list() {
    std::vector<std::string_view> words;
    for (const base::EmbeddedFile& file : embedded()) {
        if (file.path != "auth/help/common_passwords.txt") continue;
        for (std::string_view line : base::split(file.bytes, '\n')) {
            if (!line.empty() && line.front() != '#') words.push_back(line);
        }
    }
    assert(!words.empty());
    return words;
}

std::span<const std::string_view> common_passwords() {
    static const std::vector<std::string_view> words = read_list();
    return words;
}

}  // namespace auth
