// A scenario of several requests, as plain data: whoever reads scenario files makes one, a load plays it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "assay/load/delivery.hpp"
#include "assay/load/target.hpp"

namespace assay::load {

/// A value of the row that an operation has of a table.
struct Field {
    std::size_t table = 0;
    std::size_t column = 0;

    friend bool operator==(const Field&, const Field&) = default;
};

/// Every program has two of its own: an enumeration's context, and 36 characters that no other operation has.
inline constexpr std::size_t context_slot = 0;
inline constexpr std::size_t unique_slot = 1;

/// What an earlier answer gave.
struct Captured {
    std::size_t number = 0;

    friend bool operator==(const Captured&, const Captured&) = default;
};

/// The MessageID of the request, 36 characters.
struct RequestId {
    friend bool operator==(const RequestId&, const RequestId&) = default;
};

/// Octets of which some are known only when the request is sent. Literal ones are XML as it travels.
using Piece = std::variant<std::string, Field, Captured, RequestId>;
using Text = std::vector<Piece>;

/// Rows of values, XML-escaped already. Each operation has one row, the connections begin at different ones.
struct Table {
    std::string name;
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;  ///< at least one, each as long as `columns`
};

/// Keeps the content of the first element with this local name in a slot. With an attribute, of the first one
/// whose attribute has the value.
struct Capture {
    std::size_t slot = 0;
    std::string element;
    std::string attribute{};
    std::string value{};
};

/// What a step has to do with an enumeration (WS-Enumeration 2004/09 §3); its context is slot 0.
enum class Role : std::uint8_t {
    plain,
    opens,         ///< Enumerate, or Subscribe in pull mode: gives a context or the end
    pulls,         ///< one Pull; left out when the end has come
    pulls_to_end,  ///< as many Pulls as it takes
    releases,      ///< left out when the end has come, for then there is nothing to release
};

/// Keeps octets of a command's answer in a slot. They are numbered as the specification's tables do: 1 is the
/// completion code.
struct OctetCapture {
    std::size_t slot = 0;
    std::size_t first = 1;
    std::size_t last = 1;
};

/// A command to a BMC, in a session (IPMI 2.0 §5).
struct BmcCommand {
    std::uint8_t netfn = 0;  ///< of the request: even
    std::uint8_t number = 0;
    std::uint8_t lun = 0;
    /// Literals are octets as they travel, a field names one octet (parse_octet()), what was captured is as
    /// it came.
    Text data{};
    std::vector<OctetCapture> captures{};
};

/// Reads "12", "0x0C" or "0Ch".
/// @return nothing when it names no octet
[[nodiscard]] std::optional<std::uint8_t> parse_octet(std::string_view text);

struct Step {
    std::string name;    ///< under which its requests are counted; several steps may have the same
    std::string action;  ///< empty: Identify, which has no header (DSP0226 §11)
    Text resource{};
    std::vector<std::pair<std::string, Text>> selectors{};
    Text header{};          ///< more of it
    Text body{};            ///< the content of s:Body
    std::string expects{};  ///< the action of the answer; empty: not looked at
    std::vector<Capture> captures{};
    Role role = Role::plain;
    std::optional<BmcCommand> bmc{};  ///< then nothing else counts but the name
};

struct Flow {
    std::string name;
    unsigned weight = 1;  ///< its share of the operations, against the weights of the others
    std::vector<Step> steps{};
};

/// Subscriptions whose events are delivered to the load itself.
struct SinkPlan {
    std::size_t slot = 0;        ///< holds the address of a subscription's own sink
    CreationPlace created{};     ///< where an event says when it came about
    unsigned subscriptions = 1;  ///< how many times setup and teardown are played, each time for another one
};

struct Program {
    std::string file;  ///< where it was read
    std::vector<Table> tables{};
    std::vector<std::string> slots{"context", "unique"};  ///< their names; see below
    std::vector<Flow> mix{};                              ///< at least one, each with steps
    /// Once, before the load; what it captures every operation finds. May have no steps. With several
    /// subscriptions once for each, and operations find what the first one captured.
    Flow setup{};
    Flow teardown{};  ///< once, after it, or once for each subscription
    /// Of BMCs: whether each operation opens a session of its own and closes it; else sessions stay open.
    bool session_each = false;
    std::optional<SinkPlan> sink{};
    std::string targets{};  ///< "ipmi://…", where the file says it; else the command line does

    [[nodiscard]] bool is_of_bmcs() const { return mix.front().steps.front().bmc.has_value(); }
};

/// A step with its place among what is counted. Over HTTP also the whole request, but for the value of its
/// Content-Length.
struct PreparedStep {
    const Step* step = nullptr;
    std::size_t message = 0;       ///< its place in Traffic::operations()
    std::string head;              ///< up to and with "Content-Length: "
    Text envelope;                 ///< literals next to each other are one
    std::size_t fixed_octets = 0;  ///< of the literals and the id
};

/// The steps of a program, in the order of its flows.
struct PreparedFlow {
    unsigned weight = 1;
    std::size_t number = 0;  ///< its place in Traffic::operations(); 0 when it is the only one
    std::vector<PreparedStep> steps;
};

/// @param flows outlive what is returned
/// @param names gets the name of each flow, where there are several, then of each step that is not there yet
[[nodiscard]] std::vector<PreparedFlow> prepare(const std::vector<Flow>& flows,
                                                std::vector<std::string>& names);
/// The same with its requests, for one target.
[[nodiscard]] std::vector<PreparedFlow> prepare(const std::vector<Flow>& flows, const Target& target,
                                                std::vector<std::string>& names);

/// What all users of a load share; they only read it.
struct ProgramPlay {
    const Program& program;
    std::vector<PreparedFlow> flows;    ///< at least one with a weight
    std::vector<std::string> captured;  ///< what each slot holds when an operation begins
};

}  // namespace assay::load
