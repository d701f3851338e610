#include "assay/cim/object_path.hpp"

#include <algorithm>

#include "assay/cim/name.hpp"

namespace assay::cim {
namespace {

std::string quoted(std::string_view text) {
    std::string out{'"'};
    for (const char letter : text) {
        if (letter == '"' || letter == '\\') out += '\\';
        out += letter;
    }
    return out += '"';
}

std::string key_text(const Value& value) {
    if (const ObjectPath* path = value.reference()) return quoted(path->to_string());
    if (value.get<std::string>() != nullptr || value.get<Datetime>() != nullptr)
        return quoted(to_text(value));
    return to_text(value);
}

}  // namespace

bool operator==(const Key& left, const Key& right) {
    return same_name(left.name, right.name) && left.value == right.value;
}

const Value* ObjectPath::find(std::string_view key) const {
    const auto found = std::ranges::find_if(keys, [&](const Key& each) { return same_name(each.name, key); });
    return found == keys.end() ? nullptr : &found->value;
}

void ObjectPath::set(std::string_view key, Value value) {
    const auto place = std::ranges::lower_bound(keys, key, NameLess{}, &Key::name);
    if (place != keys.end() && same_name(place->name, key)) {
        place->value = std::move(value);
    } else {
        keys.insert(place, Key{.name = std::string{key}, .value = std::move(value)});
    }
}

std::string ObjectPath::to_string() const {
    std::string out = name_space.empty() ? class_name : name_space + ':' + class_name;
    char separator = '.';
    for (const Key& key : keys) {
        out += separator;
        out += key.name;
        out += '=';
        out += key_text(key.value);
        separator = ',';
    }
    return out;
}

bool operator==(const ObjectPath& left, const ObjectPath& right) {
    return same_name(left.name_space, right.name_space) && same_name(left.class_name, right.class_name) &&
           left.keys == right.keys;
}

}  // namespace assay::cim
