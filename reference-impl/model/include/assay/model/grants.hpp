// What a user may do with which resources.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay::model {

enum class Right : std::uint8_t {
    read,     ///< Get and all of an enumeration
    write,    ///< Put, Create, Delete
    execute,  ///< every other action, i.e. a class's own methods
};

/// The rights on all resources whose URI begins with `prefix`.
struct Grant {
    std::string prefix;
    bool read = false;
    bool write = false;
    bool execute = false;
};

/// A user's grants. The longest prefix that fits decides alone, so that a part can be closed within what is
/// open; what no prefix fits is closed. Letters match in either case, because class names have none.
class Grants {
public:
    explicit Grants(std::vector<Grant> grants);

    [[nodiscard]] bool allow(Right right, std::string_view resource_uri) const;

    /// The same rights, and none on resources whose URI does not begin with `prefix`.
    [[nodiscard]] Grants within(std::string_view prefix) const;

private:
    std::vector<Grant> grants_;  ///< longest prefix first
    std::string border_;
};

}  // namespace assay::model
