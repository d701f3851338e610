// A query as it is written, before classes and types are known.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assay/base/clock.hpp"
#include "assay/query/condition.hpp"

namespace assay::query {

/// SELECT … FROM … WHERE.
struct SelectStatement {
    std::vector<PropertyPath> list = {};  ///< none for "*"
    std::string class_name = {};
    std::size_t class_position = 0;
    Condition where = {};
};

/// ASSOCIATORS OF {…} WHERE … or REFERENCES OF {…} WHERE ….
struct AssociationStatement {
    bool references = false;
    std::string path = {};
    std::size_t path_position = 0;
    std::string association_class = {};
    std::string result_class = {};
    std::string role = {};
    std::string result_role = {};
    std::string required_qualifier = {};
    std::string required_association_qualifier = {};
};

struct Statement {
    std::optional<SelectStatement> select = {};
    std::optional<AssociationStatement> association = {};
};

/// @param now  what CURRENTDATETIME() of CQL is
[[nodiscard]] Result<Statement> parse(std::string_view text, Language language, base::WallTime now,
                                      const Limits& limits);

}  // namespace assay::query
