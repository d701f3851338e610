// A scenario of several requests, as plain data: whoever reads scenario files makes one, a load plays it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

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
};

struct Flow {
    std::string name;
    unsigned weight = 1;  ///< its share of the operations, against the weights of the others
    std::vector<Step> steps{};
};

struct Program {
    std::string file;  ///< where it was read
    std::vector<Table> tables{};
    std::vector<std::string> slots{"context", "unique"};  ///< their names; see below
    std::vector<Flow> mix{};                              ///< at least one, each with steps
    Flow setup{};     ///< once, before the load; what it captures every operation finds. May have no steps
    Flow teardown{};  ///< once, after it
};

/// A whole HTTP request but for the value of its Content-Length.
struct PreparedStep {
    const Step* step = nullptr;
    std::size_t message = 0;       ///< its place in Traffic::operations()
    std::string head;              ///< up to and with "Content-Length: "
    Text envelope;                 ///< literals next to each other are one
    std::size_t fixed_octets = 0;  ///< of the literals and the id
};

/// The steps of a program for one target, in the order of its flows.
struct PreparedFlow {
    unsigned weight = 1;
    std::vector<PreparedStep> steps;
};

/// @param flows outlive what is returned; @param names gets the name of each step that is not there yet
[[nodiscard]] std::vector<PreparedFlow> prepare(const std::vector<Flow>& flows, const Target& target,
                                                std::vector<std::string>& names);

}  // namespace assay::load
