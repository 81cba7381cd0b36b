#include "athletics/athletics.h"

#include <algorithm>
#include <array>

#include "athletics/game.h"

namespace athletics {

std::span<const auth::PermissionInfo> permissions() {
    static constexpr auth::PermissionInfo list[] = {{.permission = may_edit, .by_school = true}, {.permission = may_coach, .by_school = true}};
    return list;
}

std::span<const std::string_view> sports() {
    static constexpr std::string_view list[] = {"baseball", "basketball", "bowling", "cheer", "cross_country", "football", "flag_football", "golf", "hockey", "lacrosse",
                                                "soccer", "softball", "swimming", "tennis", "track", "volleyball", "wrestling", "esports", "other"};
    return list;
}

std::span<const std::string_view> levels() {
    static constexpr std::string_view list[] = {"varsity", "jv", "freshman", "middle", "elementary", "unified"};
    return list;
}

std::span<const std::string_view> genders() {
    static constexpr std::string_view list[] = {"girls", "boys", "coed"};
    return list;
}

std::span<const std::string_view> seasons() {
    static constexpr std::string_view list[] = {"fall", "winter", "spring", "summer"};
    return list;
}

bool is_one_of(std::span<const std::string_view> words, std::string_view word) { return std::ranges::find(words, word) != words.end(); }

std::vector<std::pair<std::string, std::string>> team_problems(const Team& team) {
    std::vector<std::pair<std::string, std::string>> problems;
    auto refuse = [&](bool bad, std::string_view field, std::string_view key) {
        if (bad) problems.emplace_back(field, key);
    };
    refuse(!is_one_of(sports(), team.sport), "sport", "athletics.problem.sport");
    refuse(!is_one_of(levels(), team.level), "level", "athletics.problem.level");
    refuse(!is_one_of(genders(), team.gender), "gender", "athletics.problem.gender");
    refuse(!is_one_of(seasons(), team.season), "season", "athletics.problem.season");
    refuse(team.school.value <= 0, "school", "athletics.problem.school");
    refuse(team.name.en.empty(), "name", "athletics.problem.name");
    refuse(team.name.en.size() > 150, "name", "athletics.problem.long_name");
    refuse(team.name.es.size() > 150, "name_es", "athletics.problem.long_name");
    refuse(team.partners.size() > 200, "partners", "athletics.problem.long_name");
    return problems;
}

template <typename Enum, std::size_t Count>
static std::optional<Enum> find_word(const std::array<std::string_view, Count>& words, std::string_view text) {
    for (std::size_t i = 0; i < Count; ++i) {
        if (words[i] == text) return static_cast<Enum>(i);
    }
    return std::nullopt;
}

static constexpr std::array<std::string_view, 4> kind_words{"game", "scrimmage", "meet", "practice"};
static constexpr std::array<std::string_view, 3> side_words{"home", "away", "neutral"};
static constexpr std::array<std::string_view, 4> result_words{"none", "won", "lost", "tied"};
static constexpr std::array<std::string_view, 7> action_words{"cancel", "postpone", "delay", "restore", "move_back", "score", "withdraw"};

std::string_view word(GameKind kind) { return kind_words[static_cast<std::size_t>(kind)]; }
std::optional<GameKind> parse_game_kind(std::string_view text) { return find_word<GameKind>(kind_words, text); }
std::string_view word(Side side) { return side_words[static_cast<std::size_t>(side)]; }
std::optional<Side> parse_side(std::string_view text) { return find_word<Side>(side_words, text); }
std::string_view word(Result result) { return result_words[static_cast<std::size_t>(result)]; }
std::optional<Result> parse_result(std::string_view text) { return find_word<Result>(result_words, text); }
std::optional<GameAction> parse_game_action(std::string_view text) { return find_word<GameAction>(action_words, text); }

bool is_score(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<std::pair<std::string, std::string>> draft_problems(const GameDraft& draft) {
    std::vector<std::pair<std::string, std::string>> problems;
    auto refuse = [&](bool bad, std::string_view field, std::string_view key) {
        if (bad) problems.emplace_back(field, key);
    };
    refuse(draft.opponent.empty() && (draft.kind == GameKind::game || draft.kind == GameKind::scrimmage), "opponent", "athletics.problem.opponent");
    refuse(draft.opponent.size() > 150, "opponent", "athletics.problem.long_name");
    refuse(draft.place.size() > 200, "place", "athletics.problem.long_place");
    refuse(draft.note.en.size() > 500, "note", "athletics.problem.long_note");
    refuse(draft.note.es.size() > 500, "note_es", "athletics.problem.long_note");
    refuse(draft.ends && !draft.starts, "starts", "athletics.problem.starts");
    refuse(draft.ends && draft.starts && *draft.ends <= *draft.starts, "ends", "athletics.problem.ends");
    return problems;
}

}  // namespace athletics
