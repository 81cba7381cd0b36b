#include "inventory/device.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"

namespace inventory {

namespace {

struct KindInfo {
    std::string_view word;
    std::string_view icon;
};
struct StatusInfo {
    std::string_view word;
    std::string_view icon;
    std::string_view tone;
};
struct Hint {
    std::string_view part;
    std::string_view word;
};

}  // namespace

static constexpr std::array<KindInfo, 15> kind_infos{{{"chromebook", "device-laptop"},
                                                      {"laptop", "device-laptop"},
                                                      {"desktop", "device-desktop"},
                                                      {"tablet", "device-tablet"},
                                                      {"phone", "device-mobile"},
                                                      {"printer", "printer"},
                                                      {"projector", "device-projector"},
                                                      {"display", "device-tv"},
                                                      {"camera", "camera"},
                                                      {"document_camera", "video"},
                                                      {"switch", "network"},
                                                      {"access_point", "wifi"},
                                                      {"server", "server"},
                                                      {"peripheral", "mouse"},
                                                      {"other", "device-unknown"}}};

static constexpr std::array<StatusInfo, 12> status_infos{{{"ordered", "truck", ""},
                                                          {"in_stock", "package", ""},
                                                          {"spare", "repeat", ""},
                                                          {"assigned", "circle-check", "pill-good"},
                                                          {"loaner_out", "user-check", "pill-good"},
                                                          {"in_repair", "tool", "pill-wait"},
                                                          {"at_vendor", "truck", "pill-wait"},
                                                          {"lost", "circle-x", "pill-bad"},
                                                          {"stolen", "alert-triangle", "pill-bad"},
                                                          {"parts_donor", "puzzle", ""},
                                                          {"retired", "circle-dashed", ""},
                                                          {"disposed", "recycle", ""}}};

// The first that fits decides, so what says more stands before what says less: a document camera is a camera, a Chromebox is no laptop.
static constexpr Hint kind_hints[] = {
    {"document camera", "document_camera"}, {"visualizer", "document_camera"}, {"chromebox", "desktop"},    {"chromebook", "chromebook"},
    {"chrome device", "chromebook"},        {"macbook", "laptop"},             {"notebook", "laptop"},      {"laptop", "laptop"},
    {"thinkpad", "laptop"},                 {"latitude", "laptop"},            {"elitebook", "laptop"},     {"probook", "laptop"},
    {"surface laptop", "laptop"},           {"ipad", "tablet"},                {"tablet", "tablet"},        {"surface", "tablet"},
    {"iphone", "phone"},                    {"phone", "phone"},                {"projector", "projector"},  {"printer", "printer"},
    {"copier", "printer"},                  {"laserjet", "printer"},           {"access point", "access_point"}, {"wireless ap", "access_point"},
    {"wifi", "access_point"},               {"switch", "switch"},              {"server", "server"},        {"smart board", "display"},
    {"smartboard", "display"},              {"interactive", "display"},        {"television", "display"},   {"monitor", "display"},
    {"display", "display"},                 {"webcam", "peripheral"},          {"camera", "camera"},        {"imac", "desktop"},
    {"desktop", "desktop"},                 {"optiplex", "desktop"},           {"workstation", "desktop"},  {"computer", "desktop"},
    {"keyboard", "peripheral"},             {"mouse", "peripheral"},           {"headset", "peripheral"},   {"headphone", "peripheral"},
    {"dock", "peripheral"},                 {"charger", "peripheral"},         {"adapter", "peripheral"},   {"peripheral", "peripheral"},
};

// Words of Snipe-IT's status labels and of Google's Directory API (ACTIVE, DISABLED, DEPROVISIONED).
static constexpr Hint status_hints[] = {
    {"ready to deploy", "in_stock"}, {"deployable", "in_stock"},  {"in stock", "in_stock"},       {"available", "in_stock"},    {"spare", "spare"},
    {"deployed", "assigned"},        {"assigned", "assigned"},    {"checked out", "assigned"},    {"in use", "assigned"},       {"loan", "loaner_out"},
    {"ordered", "ordered"},          {"out for repair", "in_repair"}, {"in repair", "in_repair"}, {"repair", "in_repair"},      {"rma", "at_vendor"},
    {"vendor", "at_vendor"},         {"not fixable", "parts_donor"},  {"parts", "parts_donor"},   {"stolen", "stolen"},         {"lost", "lost"},
    {"missing", "lost"},             {"disabled", "lost"},        {"deprovisioned", "retired"},   {"archived", "retired"},      {"retired", "retired"},
    {"surplus", "retired"},          {"disposed", "disposed"},    {"recycled", "disposed"},       {"sold", "disposed"},
};

static constexpr auto words_of(const auto& infos) {
    std::array<std::string_view, std::tuple_size_v<std::decay_t<decltype(infos)>>> words{};
    for (std::size_t i = 0; i < words.size(); ++i) words[i] = infos[i].word;
    return words;
}

std::span<const std::string_view> kinds() {
    static constexpr auto words = words_of(kind_infos);
    return words;
}

std::span<const std::string_view> statuses() {
    static constexpr auto words = words_of(status_infos);
    return words;
}

bool is_kind(std::string_view word) { return std::ranges::count(kinds(), word) > 0; }
bool is_status(std::string_view word) { return std::ranges::count(statuses(), word) > 0; }

bool needs_holder(std::string_view status) { return status == "assigned" || status == "loaner_out"; }

bool excludes_holder(std::string_view status) {
    return status == "ordered" || status == "in_stock" || status == "spare" || is_over(status);
}

bool is_over(std::string_view status) { return status == "parts_donor" || status == "retired" || status == "disposed"; }

std::string_view icon_of_kind(std::string_view kind) {
    const auto* found = std::ranges::find(kind_infos, kind, &KindInfo::word);
    return found == kind_infos.end() ? "device-unknown" : found->icon;
}

std::string_view icon_of_status(std::string_view status) {
    const auto* found = std::ranges::find(status_infos, status, &StatusInfo::word);
    return found == status_infos.end() ? "circle" : found->icon;
}

std::string_view tone_of_status(std::string_view status) {
    const auto* found = std::ranges::find(status_infos, status, &StatusInfo::word);
    return found == status_infos.end() ? "" : found->tone;
}

static std::optional<std::string_view> first_hint(std::span<const Hint> hints, const std::string& folded) {
    auto fits = [&](const Hint& hint) { return folded.find(hint.part) != std::string::npos; };
    auto found = std::ranges::find_if(hints, fits);
    if (found == hints.end()) return std::nullopt;
    return found->word;
}

std::optional<std::string_view> kind_of_words(std::string_view words) {
    auto folded = base::fold(words);
    std::string ours = folded;
    std::ranges::replace(ours, ' ', '_');
    if (const auto* found = std::ranges::find(kind_infos, ours, &KindInfo::word); found != kind_infos.end()) return found->word;
    return first_hint(kind_hints, folded);
}

std::optional<std::string_view> status_of_words(std::string_view words) {
    auto folded = base::fold(words);
    std::string ours = folded;
    std::ranges::replace(ours, ' ', '_');
    if (const auto* found = std::ranges::find(status_infos, ours, &StatusInfo::word); found != status_infos.end()) return found->word;
    if (folded == "undeployable" || folded == "pending") return "in_stock";
    return first_hint(status_hints, folded);
}

std::string Device::full_model() const { return std::string(base::trim(fmt::format("{} {}", manufacturer, model))); }

std::string Device::label() const {
    if (!asset_tag.empty()) return asset_tag;
    if (!serial.empty()) return serial;
    return name.empty() ? fmt::format("#{}", id.value) : name;
}

bool lost_its_digits(std::string_view identifier) {
    auto exponent = identifier.find_first_of("eE");
    if (exponent == std::string_view::npos || exponent == 0) return false;
    auto rest = identifier.substr(exponent + 1);
    auto number = identifier.substr(0, exponent);
    if (rest.size() < 2 || rest.front() != '+') return false;
    auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return std::ranges::all_of(rest.substr(1), is_digit) && std::ranges::all_of(number, [&](char c) { return is_digit(c) || c == '.' || c == ','; });
}

std::vector<Wrong> judge(const DeviceFacts& facts) {
    std::vector<Wrong> wrong;
    if (!is_kind(facts.kind)) wrong.push_back({"kind", "kind_missing"});
    if (facts.model.empty()) wrong.push_back({"model", "model_missing"});
    if (facts.asset_tag.empty() && facts.serial.empty()) wrong.push_back({"asset_tag", "tag_or_serial"});
    if (lost_its_digits(facts.asset_tag)) wrong.push_back({"asset_tag", "digits_lost"});
    if (lost_its_digits(facts.serial)) wrong.push_back({"serial", "digits_lost"});
    if (facts.cost_cents && *facts.cost_cents < 0) wrong.push_back({"cost", "cost"});
    return wrong;
}

}  // namespace inventory
