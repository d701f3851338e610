#include "record.hpp"

#include <bit>
#include <type_traits>

#include "varint.hpp"

namespace assay::repository {
namespace {

using cim::Value;

// The first octet of a value. Numbers and lengths that are small are in it.
constexpr unsigned tag_null = 0, tag_false = 1, tag_true = 2, tag_positive = 3, tag_integer = 4, tag_real = 5,
                   tag_char16 = 6, tag_datetime = 7, tag_text = 8, tag_reference = 9, tag_object = 10,
                   tag_array = 11, tag_small_number = 16, tag_short_text = 128;
constexpr unsigned small_numbers = tag_short_text - tag_small_number, short_texts = 256 - tag_short_text;
constexpr int deepest = 32;  // embedded instances in embedded instances

void put_tag(std::string& into, unsigned tag) { into += static_cast<char>(tag); }

void put_text(std::string& into, std::string_view text) {
    put_varint(into, text.size());
    into += text;
}

/// Zigzag: small magnitudes of either sign are small.
std::uint64_t folded(std::int64_t number) {
    return static_cast<std::uint64_t>(number) << 1U ^ static_cast<std::uint64_t>(number >> 63);
}
std::int64_t unfolded(std::uint64_t number) {
    return static_cast<std::int64_t>(number >> 1U) ^ -static_cast<std::int64_t>(number & 1U);
}

void put(std::string& into, const Value& value);

void put_path(std::string& into, const cim::ObjectPath& path) {
    put_text(into, path.name_space);
    put_text(into, path.class_name);
    put_varint(into, path.keys.size());
    for (const cim::Key& key : path.keys) {
        put_text(into, key.name);
        put(into, key.value);
    }
}

struct Writer {
    std::string& into;

    void operator()(std::monostate) const { put_tag(into, tag_null); }
    void operator()(bool flag) const { put_tag(into, flag ? tag_true : tag_false); }
    void operator()(std::uint64_t number) const {
        if (number < small_numbers) return put_tag(into, tag_small_number + static_cast<unsigned>(number));
        put_tag(into, tag_positive);
        put_varint(into, number);
    }
    void operator()(std::int64_t number) const {
        put_tag(into, tag_integer);
        put_varint(into, folded(number));
    }
    void operator()(double number) const {
        put_tag(into, tag_real);
        put_varint(into, std::bit_cast<std::uint64_t>(number));
    }
    void operator()(char16_t unit) const {
        put_tag(into, tag_char16);
        put_varint(into, unit);
    }
    void operator()(const cim::Datetime& time) const {
        put_tag(into, tag_datetime);
        const cim::Datetime::Packed octets = time.packed();
        into.append(octets.data(), octets.size());
    }
    void operator()(const std::string& text) const {
        if (text.size() < short_texts) {
            put_tag(into, tag_short_text + static_cast<unsigned>(text.size()));
            into += text;
            return;
        }
        put_tag(into, tag_text);
        put_text(into, text);
    }
    void operator()(const Value::Reference& path) const {
        if (path == nullptr) return put_tag(into, tag_null);
        put_tag(into, tag_reference);
        put_path(into, *path);
    }
    void operator()(const Value::Object& object) const {
        if (object == nullptr) return put_tag(into, tag_null);
        put_tag(into, tag_object);
        put_text(into, object->of().name_space());
        put_text(into, object->of().name());
        put_text(into, to_record(*object));
    }
    void operator()(const Value::Array& array) const {
        put_tag(into, tag_array);
        put_varint(into, array.size());
        for (const Value& each : array) put(into, each);
    }
};

void put(std::string& into, const Value& value) { std::visit(Writer{into}, value.held()); }

/// Reads what Writer wrote; `good` tells whether everything was there.
class Reader {
public:
    Reader(std::string_view octets, const cim::ClassStore& classes, int depth)
        : rest_{octets}, classes_{classes}, depth_{depth} {}

    Value value();
    [[nodiscard]] bool finished() const { return good_ && rest_.empty(); }
    [[nodiscard]] bool good() const { return good_; }

private:
    std::string_view take(std::size_t length) {
        if (length > rest_.size()) {
            good_ = false;
            length = rest_.size();
        }
        const std::string_view taken = rest_.substr(0, length);
        rest_.remove_prefix(length);
        return taken;
    }
    std::string_view text() { return take(take_varint(rest_)); }

    Value datetime();
    Value reference();
    Value object();
    Value array();
    Value bad() {
        good_ = false;
        return {};
    }

    std::string_view rest_;
    const cim::ClassStore& classes_;
    int depth_;
    bool good_ = true;
};

std::optional<cim::Instance> read_record(const cim::ClassPtr& of, const cim::ClassStore& classes,
                                         std::string_view record, int depth) {
    Reader reader{record, classes, depth};
    std::vector<Value> values;
    values.reserve(of->properties().size());
    for (const cim::Property& property : of->properties()) {
        Value value = reader.value();
        if (!reader.good() || !cim::fits(property, value)) return std::nullopt;
        values.push_back(std::move(value));
    }
    if (!reader.finished()) return std::nullopt;
    return cim::Instance{of, std::move(values)};
}

Value Reader::datetime() {
    const auto time = cim::Datetime::unpacked(take(cim::Datetime::Packed{}.size()));
    return time ? Value{*time} : bad();
}

Value Reader::reference() {
    cim::ObjectPath path{.name_space = std::string{text()}, .class_name = std::string{text()}};
    const std::uint64_t count = take_varint(rest_);
    for (std::uint64_t i = 0; i < count && good_; ++i) {
        std::string name{text()};
        if (rest_.empty() || --depth_ < 0) return bad();
        path.keys.push_back({std::move(name), value()});
        ++depth_;
    }
    return Value{path};
}

Value Reader::object() {
    const std::string_view name_space = text(), name = text(), record = text();
    const cim::ClassPtr of = good_ ? classes_.find(name_space, name) : nullptr;
    if (of == nullptr || depth_ == 0) return bad();
    const auto instance = read_record(of, classes_, record, depth_ - 1);
    return instance ? Value{*instance} : bad();
}

Value Reader::array() {
    const std::uint64_t count = take_varint(rest_);
    if (count > rest_.size() || depth_ == 0) return bad();
    Value::Array array;
    array.reserve(count);
    --depth_;
    for (std::uint64_t i = 0; i < count && good_; ++i) array.push_back(value());
    ++depth_;
    return array;
}

Value Reader::value() {
    if (rest_.empty()) return bad();
    const auto tag = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    if (tag >= tag_short_text) return take(tag - tag_short_text);
    if (tag >= tag_small_number) return std::uint64_t{tag - tag_small_number};
    switch (tag) {
        case tag_null: return {};
        case tag_false: return false;
        case tag_true: return true;
        case tag_positive: return take_varint(rest_);
        case tag_integer: return unfolded(take_varint(rest_));
        case tag_real: return std::bit_cast<double>(take_varint(rest_));
        case tag_char16: return static_cast<char16_t>(take_varint(rest_));
        case tag_datetime: return datetime();
        case tag_text: return text();
        case tag_reference: return reference();
        case tag_object: return object();
        case tag_array: return array();
        default: return bad();
    }
}

}  // namespace

std::string to_record(const cim::Instance& instance) {
    std::string record;
    for (const Value& value : instance.values()) put(record, value);
    record.shrink_to_fit();
    return record;
}

std::optional<cim::Instance> from_record(const cim::ClassPtr& of, const cim::ClassStore& classes,
                                         std::string_view record) {
    return read_record(of, classes, record, deepest);
}

}  // namespace assay::repository
