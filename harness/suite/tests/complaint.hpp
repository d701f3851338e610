// What a throwing action says, so that a test can compare it.
#pragma once

#include <exception>
#include <string>

namespace assay::suite {

/// What SetupError says when `action` throws one; "" when it throws none.
template <class Action>
std::string complaint_of(Action action) {
    try {
        action();
    } catch (const std::exception& error) {
        return error.what();
    }
    return {};
}

}  // namespace assay::suite
