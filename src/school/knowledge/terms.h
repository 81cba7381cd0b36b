/// What a word is when articles are ranked (clause 7.2): the same for what stands in an article and for what somebody types.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace knowledge {

/// The words of a text that carry meaning, in order: folded, without the small words of English and Spanish, each cut to what it shares with its
/// plural and with the forms in -ed and -ing ("Chargers" -> "charger", "charging" -> "charg", "cargadores" -> "cargador").
std::vector<std::string> terms(std::string_view text);

/// One folded word, cut. For terms() and its tests.
std::string cut(std::string_view word);

}  // namespace knowledge
