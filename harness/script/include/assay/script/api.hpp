// The case API as it describes itself: what the reference page is made of.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay::script {

/// A key of a table that a function takes. The function knows these and refuses every other.
struct Key {
    std::string_view name;
    std::string_view type;  ///< "text", "ms", "boolean", …
    std::string_view text;
};

struct Argument {
    std::string_view name;  ///< "[options]" may be left out
    std::string_view type;
    std::string_view text{};
    std::span<const Key> keys{};  ///< of a table
};

/// Up to five of them.
class Arguments {
public:
    constexpr Arguments() = default;
    constexpr Arguments(std::initializer_list<Argument> arguments) : count_{arguments.size()} {
        std::copy(arguments.begin(), arguments.end(), held_.begin());
    }
    [[nodiscard]] constexpr auto begin() const { return held_.begin(); }
    [[nodiscard]] constexpr auto end() const { return held_.begin() + static_cast<std::ptrdiff_t>(count_); }
    [[nodiscard]] constexpr bool empty() const { return count_ == 0; }

private:
    std::array<Argument, 5> held_{};
    std::size_t count_ = 0;
};

/// What is said of one function, where it is registered.
struct Description {
    std::string_view does;  ///< one sentence, with its full stop
    Arguments takes{};
    std::string_view gives{};
    std::string_view fails{};   ///< what else than an argument of a wrong kind is an error of the script
    std::string_view clause{};  ///< where the protocol says it
};

/// A value that cases find beside the functions.
struct Field {
    std::string_view name;
    std::string_view type;
    std::string_view text;
};

struct ApiFunction {
    std::string_view name;
    const Description* description = nullptr;
};

/// What cases reach in one place. Views of text that lives as long as the program.
struct ApiSection {
    std::string_view title;
    std::string_view receiver;  ///< what stands before each name: "t:", "t.msg.", "message:", or nothing
    std::string_view about;
    std::vector<ApiFunction> functions;
    std::span<const Field> fields;
};

/// All that is registered in the state of a case, in the order of registration.
[[nodiscard]] std::vector<ApiSection> case_api();

/// "t:send(message[, options])"
[[nodiscard]] std::string call_of(const ApiSection& section, const ApiFunction& function);

}  // namespace assay::script
