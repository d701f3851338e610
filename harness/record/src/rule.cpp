#include "assay/record/rule.hpp"

#include "names.hpp"

namespace assay::record {
namespace {

constexpr Names<Level, 5> levels{{{Level::shall, "SHALL"},
                                  {Level::shall_not, "SHALL NOT"},
                                  {Level::should, "SHOULD"},
                                  {Level::should_not, "SHOULD NOT"},
                                  {Level::may, "MAY"}}};
constexpr Names<Side, 3> sides{{{Side::service, "service"}, {Side::client, "client"}, {Side::both, "both"}}};
constexpr Names<WireTestable, 3> testables{
    {{WireTestable::yes, "yes"}, {WireTestable::partly, "partly"}, {WireTestable::no, "no"}}};

}  // namespace

std::string_view to_text(Level level) { return name_of(levels, level); }
std::string_view to_text(Side side) { return name_of(sides, side); }
std::string_view to_text(WireTestable testable) { return name_of(testables, testable); }
std::optional<Level> level_from(std::string_view text) { return value_of(levels, text); }
std::optional<Side> side_from(std::string_view text) { return value_of(sides, text); }
std::optional<WireTestable> wire_testable_from(std::string_view text) { return value_of(testables, text); }

}  // namespace assay::record
