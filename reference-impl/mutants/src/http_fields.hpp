// Fields of HTTP messages, changed.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "assay/base/text.hpp"
#include "assay/wire/message.hpp"

namespace assay::mutants {

/// Takes every field of that name out of a request or a reply.
template <class Message>
void drop_field(Message& message, std::string_view name) {
    std::erase_if(message.headers,
                  [name](const auto& each) { return base::equal_ignoring_case(each.first, name); });
}

/// Sets the first field of that name, or adds it.
inline void set_field(wire::Request& request, std::string_view name, std::string value) {
    for (auto& [each, old] : request.headers) {
        if (base::equal_ignoring_case(each, name)) {
            old = std::move(value);
            return;
        }
    }
    request.headers.emplace_back(name, std::move(value));
}

}  // namespace assay::mutants
