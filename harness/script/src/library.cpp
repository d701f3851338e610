#include "assay/script/library.hpp"

#include <algorithm>

namespace assay::script {

std::string_view Library::outside_of(std::string_view file) const {
    const auto found = outside.find(file.substr(0, file.find('/')));
    return found == outside.end() ? std::string_view{} : std::string_view{found->first};
}

std::string Library::shown(std::string_view file) const {
    return outside_of(file).empty() ? shown_root + "/" + std::string{file} : std::string{file};
}

std::string Library::path_of(std::string_view file) const {
    const std::string_view name = outside_of(file);
    if (name.empty()) return shown(file);
    return outside.find(name)->second + std::string{file.substr(name.size())};
}

std::string Library::required(std::string_view name, std::string_view from) const {
    std::string file{name};
    std::ranges::replace(file, '.', '/');
    file += ".lua";
    const std::string_view folder = outside_of(from);
    std::string own = std::string{folder} + "/" + file;
    return !folder.empty() && texts.contains(own) ? own : file;
}

}  // namespace assay::script
