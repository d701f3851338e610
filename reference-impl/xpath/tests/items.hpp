// Representations for the tests.
#pragma once

#include "assay/xpath/expression.hpp"

namespace assay::xpath {

inline constexpr const char* disk_ns = "urn:disk";

/// <d:Disk xmlns:d="urn:disk" unit="GB"><d:Name>sda</d:Name><d:Size>500</d:Size><d:Note>a</d:Note>
///   <d:Note>b</d:Note><d:Owner d:kind="user"><d:Name>root</d:Name></d:Owner><d:Empty/></d:Disk>
inline soap::Element disk() {
    soap::Element item{{disk_ns, "Disk"}};
    item.set({"", "unit"}, "GB");
    item.add({disk_ns, "Name"}, "sda");
    item.add({disk_ns, "Size"}, "500");
    item.add({disk_ns, "Note"}, "a");
    item.add({disk_ns, "Note"}, "b");
    soap::Element& owner = item.add(soap::Element{{disk_ns, "Owner"}});
    owner.set({disk_ns, "kind"}, "user");
    owner.add({disk_ns, "Name"}, "root");
    item.add(soap::Element{{disk_ns, "Empty"}});
    return item;
}

inline Bindings disk_bindings() {
    return {{.prefix = "d", .uri = disk_ns}, {.prefix = "other", .uri = "urn:other"}};
}

}  // namespace assay::xpath
