// The cheap checks that every answer under load gets. Scans, not a parser: conformance is judged elsewhere.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "assay/load/error_kind.hpp"
#include "assay/load/failure.hpp"
#include "assay/load/response_reader.hpp"

namespace assay::load {

/// The content of the first element with this local name, whatever its prefix: raw XML between its tags,
/// empty for an empty element.
/// @return nothing when there is none
[[nodiscard]] std::optional<std::string_view> element_content(std::string_view xml,
                                                              std::string_view local_name);

/// The content of the first such element whose attribute has this value.
[[nodiscard]] std::optional<std::string_view> element_content(std::string_view xml,
                                                              std::string_view local_name,
                                                              std::string_view attribute,
                                                              std::string_view value);

/// The value of an attribute without prefix, as it is written, of the first element with this local name.
[[nodiscard]] std::optional<std::string_view> attribute_of(std::string_view xml, std::string_view local_name,
                                                           std::string_view attribute);

/// How many elements the content of another has, those within them not counted.
[[nodiscard]] std::uint64_t count_children(std::string_view content);

/// How many items an answer to Enumerate or Pull has: the elements in its Items.
[[nodiscard]] std::uint64_t count_items(std::string_view body);

/// What is wrong with an answer's HTTP status alone.
[[nodiscard]] std::optional<ErrorKind> check_status(const Response& response);

/// What is wrong with an answer: its status, a fault, a wsa:RelatesTo that names another message, or another
/// wsa:Action. An answer without RelatesTo or Action passes (Identify has none; their absence elsewhere is
/// not the load's to judge).
/// @param message_id of the request, empty when it has none
/// @param action that the answer is to have; empty when that is not looked at
[[nodiscard]] std::optional<ErrorKind> check(const Response& response, std::string_view message_id,
                                             std::string_view action = {});

/// The same with the name of the fault where it is one.
[[nodiscard]] Failure failure_of(ErrorKind error, const Response& response);

}  // namespace assay::load
