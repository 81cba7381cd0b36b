#include "people/rows_form.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace people {

static std::string field(std::string_view name, int row) { return fmt::format("{}{}", name, row); }
static int number(const http::Fields& form, std::string_view name, int row) {
    auto typed = form.text(field(name, row));
    // What is no number is kept as one that the rules refuse.
    return typed.empty() ? 0 : static_cast<int>(std::clamp<std::int64_t>(base::parse_integer(typed).value_or(-1), -1, 100'000));
}

static void read_text(const http::Fields& form, std::string_view name, int row, Words& into) {
    into = {base::collapse_space(form.text(field(fmt::format("{}_en", name), row))), base::collapse_space(form.text(field(fmt::format("{}_es", name), row)))};
}
static void read_text(const http::Fields& form, std::string_view name, int row, std::string& into) {
    into = base::collapse_space(form.text(field(fmt::format("{}_text", name), row)));
}
static bool empty(const Words& words) { return words.en.empty() && words.es.empty(); }
static bool empty(const std::string& text) { return text.empty(); }

static void set_text(html::View& row, const Words& words) { row.set("en", words.en).set("es", words.es); }
static void set_text(html::View& row, const std::string& text) { row.set("text", text); }

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    for (auto line : base::split(text, '\n')) {
        if (auto tidy = base::collapse_space(line); !tidy.empty()) lines.push_back(std::move(tidy));
    }
    return lines;
}

template <typename Row>
struct Placed {
    Row what;
    int row;
    int order;
    bool moved;
};

/// By number; of equal ones the moved one first, else as they stood.
template <typename Row>
static void put_in_order(std::vector<Placed<Row>>& rows) {
    std::ranges::stable_sort(rows, [](const auto& left, const auto& right) { return std::pair(left.order, !left.moved) < std::pair(right.order, !right.moved); });
}

static int order_of(const http::Fields& form, std::string_view name, int row) {
    return form.text(field(name, row)).empty() ? row : number(form, name, row);
}

template <typename Text>
DutyRows<Text> read_duties(const http::Fields& form) {
    std::vector<Placed<DutyOf<Text>>> rows;
    for (int row = 1; row <= most_rows; ++row) {
        DutyOf<Text> one;
        read_text(form, "duty", row, one.text);
        if (empty(one.text)) continue;
        one.share = number(form, "duty_share", row);
        one.essential = form.text(field("duty_essential", row)) != "0";
        int order = order_of(form, "duty_order", row);
        rows.push_back({std::move(one), row, order, order != row});
    }
    put_in_order(rows);
    DutyRows<Text> read{{}, std::vector<int>(most_rows + 1, 0)};
    for (auto& row : rows) {
        read.duties.push_back(std::move(row.what));
        read.number_of_row[static_cast<std::size_t>(row.row)] = static_cast<int>(read.duties.size());
    }
    return read;
}

/// "1, 3" as the numbers that these rows have now. A number that no row has stays as one that the rules refuse.
static std::vector<int> read_numbers(std::string_view typed, const std::vector<int>& number_of_row) {
    std::vector<int> numbers;
    for (const auto& word : base::folded_words(typed)) {
        auto row = base::parse_integer(word).value_or(-1);
        if (row < 1 || row >= static_cast<std::int64_t>(number_of_row.size())) {
            numbers.push_back(-1);
        } else if (int now = number_of_row[static_cast<std::size_t>(row)]; now > 0) {
            numbers.push_back(now);
        }
    }
    std::ranges::sort(numbers);
    const auto twice = std::ranges::unique(numbers);
    numbers.erase(twice.begin(), twice.end());
    return numbers;
}

template <typename Text>
std::vector<QualificationOf<Text>> read_qualifications(const http::Fields& form, const std::vector<int>& number_of_row) {
    std::vector<Placed<QualificationOf<Text>>> rows;
    for (int row = 1; row <= most_rows; ++row) {
        QualificationOf<Text> one;
        read_text(form, "need", row, one.text);
        if (empty(one.text)) continue;
        one.required = form.text(field("need_required", row)) != "0";
        one.kind = parse_qualification_kind(form.text(field("need_kind", row))).value_or(QualificationKind::other);
        auto level = form.text(field("need_education", row));
        if (one.kind == QualificationKind::education && std::ranges::find(education_levels(), level) != education_levels().end()) one.education = level;
        one.months = number(form, "need_months", row);
        one.years_instead = number(form, "need_instead", row);
        one.duties = read_numbers(form.text(field("need_duties", row)), number_of_row);
        int order = order_of(form, "need_order", row);
        rows.push_back({std::move(one), row, order, order != row});
    }
    put_in_order(rows);
    std::vector<QualificationOf<Text>> read;
    for (auto& row : rows) read.push_back(std::move(row.what));
    return read;
}

static void fill_errors(http::Call& call, html::View& row, std::string_view prefix, int number, const Problems& problems) {
    for (const auto& [name, key] : problems) {
        if (name.starts_with(prefix) && name.ends_with(std::to_string(number)) && name.find_first_of("0123456789") == name.size() - std::to_string(number).size()) {
            row.add("error").set("message", call.text(key));
        }
    }
}

template <typename Text>
void fill_duty_rows(http::Call& call, html::View& view, const std::vector<DutyOf<Text>>& duties, const Problems& problems) {
    const int count = std::min(static_cast<int>(duties.size()) + spare_rows, most_rows);
    for (int i = 1; i <= count; ++i) {
        auto row = view.add("duty");
        row.set("number", i);
        fill_errors(call, row, "duty_", i, problems);
        if (static_cast<std::size_t>(i) > duties.size()) {
            row.show("spare");
            continue;
        }
        const auto& one = duties[static_cast<std::size_t>(i - 1)];
        set_text(row, one.text);
        row.set("share", one.share).show_if(!one.essential, "marginal");
    }
}

static void fill_choice(html::View& row, std::string_view section, std::string_view value, const std::string& label, bool selected) {
    row.add(section).set("value", value).set("label", label).show_if(selected, "selected");
}

template <typename Text>
void fill_qualification_rows(http::Call& call, html::View& view, const std::vector<QualificationOf<Text>>& qualifications, const Problems& problems) {
    const int count = std::min(static_cast<int>(qualifications.size()) + spare_rows, most_rows);
    for (int i = 1; i <= count; ++i) {
        auto row = view.add("need");
        const bool spare = static_cast<std::size_t>(i) > qualifications.size();
        const auto one = spare ? QualificationOf<Text>() : qualifications[static_cast<std::size_t>(i - 1)];
        row.set("number", i).show_if(spare, "spare").show_if(!one.required, "preferred");
        set_text(row, one.text);
        fill_errors(call, row, "need_", i, problems);
        for (auto kind : qualification_kinds()) {
            fill_choice(row, "kind", word(kind), call.text(fmt::format("people.kind.{}", word(kind))), kind == one.kind);
        }
        for (auto level : education_levels()) fill_choice(row, "education", level, call.text(fmt::format("people.education.{}", level)), level == one.education);
        if (one.months > 0) row.set("months", one.months);
        if (one.years_instead > 0) row.set("instead", one.years_instead);
        std::vector<std::string> numbers;
        for (int duty : one.duties) numbers.push_back(std::to_string(duty));
        row.set("duties", base::join(numbers, ", "));
    }
}

template DutyRows<Words> read_duties<Words>(const http::Fields&);
template DutyRows<std::string> read_duties<std::string>(const http::Fields&);
template std::vector<QualificationOf<Words>> read_qualifications<Words>(const http::Fields&, const std::vector<int>&);
template std::vector<QualificationOf<std::string>> read_qualifications<std::string>(const http::Fields&, const std::vector<int>&);
template void fill_duty_rows<Words>(http::Call&, html::View&, const std::vector<RoleDuty>&, const Problems&);
template void fill_duty_rows<std::string>(http::Call&, html::View&, const std::vector<DutyOf<std::string>>&, const Problems&);
template void fill_qualification_rows<Words>(http::Call&, html::View&, const std::vector<RoleQualification>&, const Problems&);
template void fill_qualification_rows<std::string>(http::Call&, html::View&, const std::vector<QualificationOf<std::string>>&, const Problems&);

}  // namespace people
