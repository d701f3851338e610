// A rule of the catalogue: one clause, one level, in our own words.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace assay::record {

enum class Level { shall, shall_not, should, should_not, may };
enum class Side { service, client, both };
enum class WireTestable { yes, partly, no };

struct Rule {
    std::string id;             ///< words, e.g. "selectors.unexpected"; the stable key
    std::string specification;  ///< "DSP0226", "IPMI 2.0", "DCMI 1.5", … or "Assay"
    std::string section;
    std::string number;  ///< "R5.2-2" where a source shows it, else empty
    Level level = Level::shall;
    Side side = Side::service;
    WireTestable wire_testable = WireTestable::yes;
    std::string requirement;
    std::string fault;  ///< the fault the clause names, else empty
    std::string evidence;
    std::string why_not_testable{};  ///< why no case proves it, where it cannot be seen; else empty
    std::string declined{};          ///< why the reference service does without it, where it may; else empty
    std::string of_clients{};  ///< of a rule of both sides: why no case proves it of clients; else empty
    std::string left_to{};     ///< the capability, not driven yet, that it belongs to; else empty
    std::string where{};       ///< file:line of the catalogue
};

using Rules = std::map<std::string, Rule, std::less<>>;

/// "SHALL NOT" and the like, as the specifications print them.
[[nodiscard]] std::string_view to_text(Level level);
[[nodiscard]] std::string_view to_text(Side side);
[[nodiscard]] std::string_view to_text(WireTestable testable);
[[nodiscard]] std::optional<Level> level_from(std::string_view text);
[[nodiscard]] std::optional<Side> side_from(std::string_view text);
[[nodiscard]] std::optional<WireTestable> wire_testable_from(std::string_view text);

}  // namespace assay::record
