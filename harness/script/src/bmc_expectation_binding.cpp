// t:expect_*: what a case demands of the answer of a BMC.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "bmc_context.hpp"
#include "expectation.hpp"

namespace assay::script {
namespace {

bool is_among(const std::vector<lua_Integer>& lawful, const observe::Number& number) {
    return number && std::ranges::find(lawful, lua_Integer{*number}) != lawful.end();
}

std::string words_of(const std::vector<lua_Integer>& codes, std::string (*text)(std::uint32_t)) {
    std::vector<std::string> words;
    for (const lua_Integer code : codes) words.push_back(text(static_cast<std::uint32_t>(code)));
    return fmt::format("{}", fmt::join(words, " or "));
}

bool expect_completion(lua_State* state) {
    const BmcAnswer& answer = bmc_answer_at(state, 2);
    const std::vector<lua_Integer> lawful =
        lua_isnoneornil(state, 3) ? std::vector<lua_Integer>{0} : integers_at(state, 3, "completion code");
    const Options options = options_at(state, 4);
    if (answer.lan() && is_among(lawful, answer.lan()->completion)) return true;
    return fail(state, options, "the command has another completion code",
                fmt::format("completion code {}", words_of(lawful, observe::completion_text)),
                answer.summary(), answer.place());
}

bool expect_status(lua_State* state) {
    const BmcAnswer& answer = bmc_answer_at(state, 2);
    const std::vector<lua_Integer> lawful = integers_at(state, 3, "status");
    const Options options = options_at(state, 4);
    if (answer.setup() && is_among(lawful, answer.setup()->status)) return true;
    return fail(state, options, "the message has another RMCP+ status code",
                fmt::format("status {}", words_of(lawful, observe::status_text)), answer.summary(),
                answer.place());
}

bool expect_silence(lua_State* state) {
    const BmcAnswer& answer = bmc_answer_at(state, 2);
    const Options options = options_at(state, 3);
    if (answer.exchange().ending == record::Ending::timed_out) return true;
    return fail(state, options, "a datagram that is to be dropped was answered", "silence", answer.summary(),
                answer.place());
}

constexpr Key length_keys[] = {
    {"at_most", "integer", "from `octets` to this one is lawful"}, rule_key, message_key};

bool expect_data_length(lua_State* state) {
    const BmcAnswer& answer = bmc_answer_at(state, 2);
    const lua_Integer least = integer_at(state, 3, "octets");
    const Options options = options_at(state, 4, length_keys);
    const lua_Integer most =
        lua_istable(state, 4) ? integer_field(state, 4, "at_most").value_or(least) : least;
    const auto length = answer.lan() ? static_cast<lua_Integer>(answer.lan()->data.size()) : -1;
    if (length >= least && length <= most) return true;
    return fail(state, options, "the response has another length",
                most == least ? fmt::format("{} octets of data", least)
                              : fmt::format("{} to {} octets of data", least, most),
                answer.summary(), answer.place());
}

constexpr Argument answer{"answer", "answer", "that is looked at"};

constexpr std::array pairs{
    both<expect_completion>(
        "expect_completion", "require_completion",
        {.does = "Demands a response with a completion code.",
         .takes = {answer, {"[codes]", "integer or list", "the lawful ones; else 0"}, finding_options},
         .clause = "IPMI 2.0 §5.2"}),
    both<expect_status>("expect_status", "require_status",
                        {.does = "Demands an RMCP+ status code of Open Session, RAKP 2 or RAKP 4.",
                         .takes = {answer, {"codes", "integer or list", "the lawful ones"}, finding_options},
                         .clause = "IPMI 2.0 §13.24"}),
    both<expect_silence>("expect_silence", "require_silence",
                         {.does = "Demands that no answer came.", .takes = {answer, finding_options}}),
    both<expect_data_length>(
        "expect_data_length", "require_data_length",
        {.does = "Demands so many octets after the completion code.",
         .takes = {answer,
                   {"octets", "integer", "how many"},
                   {"[options]", "table", "a range, and for the finding", length_keys}}})};

template <std::size_t... each>
consteval auto all_of(std::index_sequence<each...>) {
    return std::array{pairs[each / 2][each % 2]...};
}

constexpr auto methods = all_of(std::make_index_sequence<2 * pairs.size()>{});

constexpr Section expectations{.title = "Expectations of BMCs",
                               .receiver = "t:",
                               .about = "What a case of BMCs demands of an answer.",
                               .methods = methods};

}  // namespace

void open_bmc_expectations(lua_State* state) { set_functions(state, expectations); }

}  // namespace assay::script
