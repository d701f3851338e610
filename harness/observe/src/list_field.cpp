#include "list_field.hpp"

#include "assay/base/text.hpp"

namespace assay::observe {

std::vector<std::string_view> words_of(const std::vector<HttpField>& fields, std::string_view name) {
    std::vector<std::string_view> words;
    for (const HttpField& field : fields) {
        if (!base::equal_ignoring_case(field.name, name)) continue;
        std::string_view rest = field.value;
        for (auto comma = rest.find(','); comma != std::string_view::npos; comma = rest.find(',')) {
            words.push_back(base::trimmed(rest.substr(0, comma)));
            rest.remove_prefix(comma + 1);
        }
        words.push_back(base::trimmed(rest));
    }
    return words;
}

}  // namespace assay::observe
