#include "assay/memory/conformance.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "assay/memory/memory_resource.hpp"
#include "assay/model/faults.hpp"
#include "feed.hpp"

namespace assay::memory {
namespace {

namespace faults = model::faults;
using model::Fault;
using service::EnumerationWish;
using Members = std::unique_ptr<service::Cursor>;

std::string uri_of(std::string_view name) { return std::string{conformance_base} + std::string{name}; }

/// A singleton has no keys.
Outcome<> check_no_selectors(const Request& request) {
    if (request.selectors.empty()) return boost::system::in_place_value;
    return faults::invalid_selectors(faults::Selectors::UnexpectedSelectors,
                                     "the resource is a singleton and has no selectors");
}

Shape item_shape() {
    return {.uri = uri_of("Assay_Item"),
            .name = "Assay_Item",
            .properties = {{.name = "Name", .key = true},
                           {.name = "Slot", .type = Type::uint8, .key = true, .least = 1, .most = 16},
                           {.name = "Label", .required = true},
                           {.name = "Count", .type = Type::uint32, .most = UINT32_MAX},
                           {.name = "Enabled", .type = Type::boolean},
                           {.name = "Created", .type = Type::datetime, .read_only = true},
                           {.name = "Note", .array = true}}};
}

Row item_row(std::string name, unsigned slot, unsigned count, const std::string& created) {
    std::string label = "Label of " + name;
    return {{{std::move(name)},
             {std::to_string(slot)},
             {std::move(label)},
             {std::to_string(count)},
             {count % 2 == 0 ? "true" : "false"},
             {created},
             count % 3 == 0 ? std::vector<std::string>{"first note", "second note"}
                            : std::vector<std::string>{}}};
}

std::vector<Row> item_rows(const std::string& created) {
    std::vector<Row> rows;
    for (unsigned n = 1; n <= 25; ++n) {
        const std::string digits = (n < 10 ? "0" : "") + std::to_string(n);
        rows.push_back(item_row("item-" + digits, 1 + (n - 1) % 16, n, created));
    }
    rows.push_back(item_row("twin", 1, 1, created));
    rows.push_back(item_row("twin", 2, 2, created));
    return rows;
}

/// One instance that can be read, alone or as the only member of its enumeration.
class Singleton : public service::Resource {
public:
    explicit Singleton(soap::Element representation) : representation_{std::move(representation)} {}

    awaitable<Outcome<soap::Element>> get(const Request& request) override {
        if (auto none = check_no_selectors(request); !none) co_return none.error();
        co_return representation_;
    }
    awaitable<Outcome<Members>> enumerate(const Request& request, const EnumerationWish&) override {
        if (auto none = check_no_selectors(request); !none) co_return none.error();
        co_return service::cursor_of({{.object = representation_}});
    }
    [[nodiscard]] bool can_be_filtered() const override { return false; }
    [[nodiscard]] bool waits() const override { return false; }

private:
    const soap::Element representation_;
};

/// Refuses every verb with the same fault.
class Refusing final : public service::Resource {
public:
    explicit Refusing(Fault fault) : fault_{std::move(fault)} {}

    awaitable<Outcome<soap::Element>> get(const Request&) override { co_return fault_; }
    awaitable<Outcome<soap::Element>> put(const Request&, const soap::Element&) override { co_return fault_; }
    awaitable<Outcome<model::SelectorSet>> create(const Request&, const soap::Element&) override {
        co_return fault_;
    }
    awaitable<Outcome<>> remove(const Request&) override { co_return fault_; }
    awaitable<Outcome<Members>> enumerate(const Request&, const EnumerationWish&) override {
        co_return fault_;
    }
    awaitable<Outcome<soap::Element>> invoke(const Request&) override { co_return fault_; }
    [[nodiscard]] bool waits() const override { return false; }

private:
    const Fault fault_;
};

/// Answers Get when five seconds are over.
class Slow final : public service::Resource {
public:
    explicit Slow(soap::Element representation) : representation_{std::move(representation)} {}

    awaitable<Outcome<soap::Element>> get(const Request& request) override {
        if (auto none = check_no_selectors(request); !none) co_return none.error();
        boost::asio::steady_timer timer{co_await boost::asio::this_coro::executor, std::chrono::seconds{5}};
        co_await timer.async_wait(boost::asio::use_awaitable);
        co_return representation_;
    }

private:
    const soap::Element representation_;
};

/// Members that are made as they are asked for.
class Many final : public service::Resource {
public:
    awaitable<Outcome<Members>> enumerate(const Request& request, const EnumerationWish&) override {
        if (auto none = check_no_selectors(request); !none) co_return none.error();
        co_return std::make_unique<Walk>();
    }
    [[nodiscard]] bool waits() const override { return false; }

private:
    class Walk final : public service::Cursor {
    public:
        awaitable<Outcome<std::size_t>> fill(std::vector<service::Item>& into, std::size_t most) override {
            const std::size_t end = std::min(count, made_ + std::min(most, count));
            const std::size_t before = made_;
            while (made_ < end) into.push_back(member(++made_));
            co_return made_ - before;
        }
        [[nodiscard]] std::optional<std::uint64_t> estimate() const override { return count; }

    private:
        static constexpr std::size_t count = 1'000;
        std::size_t made_ = 0;
    };

    static service::Item member(std::size_t index) {
        const std::string uri = uri_of("Assay_Many");
        service::Item item{.object = soap::Element{{uri, "Assay_Many"}}};
        const std::string number = std::to_string(index);
        item.object.add({uri, "Index"}, number);
        item.object.add({uri, "Text"}, "member " + number);
        item.selectors.add("Index", number);
        return item;
    }
};

soap::Element with_text(std::string_view class_name, std::string text) {
    soap::Element element{{uri_of(class_name), std::string{class_name}}};
    element.add({uri_of(class_name), "Text"}, std::move(text));
    return element;
}

}  // namespace

void add_conformance_resources(service::Registry& registry, base::WallTime started) {
    const auto refusing = [&](std::string_view name, Fault fault) {
        registry.add(uri_of(name), std::make_unique<Refusing>(std::move(fault)));
    };
    registry.add(uri_of("Assay_Item"),
                 std::make_unique<MemoryResource>(item_shape(), item_rows(base::to_rfc3339(started))));
    registry.add(uri_of("Assay_ReadOnly"),
                 std::make_unique<Singleton>(with_text("Assay_ReadOnly", "cannot be changed")));
    registry.add(uri_of("Assay_Large"),
                 std::make_unique<Singleton>(with_text("Assay_Large", std::string(19'000, 'x'))));
    registry.add(uri_of("Assay_Slow"), std::make_unique<Slow>(with_text("Assay_Slow", "late")));
    registry.add(uri_of("Assay_Many"), std::make_unique<Many>());
    registry.add(uri_of("Assay_Feed"), make_feed(uri_of("Assay_Feed")));
    refusing("Assay_Offline", faults::endpoint_unavailable("the resource is off line"));
    refusing("Assay_Denied", faults::access_denied("nobody may touch this resource"));
    refusing("Assay_Busy", faults::concurrency("the resource is locked by somebody else"));
    refusing("Assay_Broken", faults::internal_error("the resource is broken"));
}

}  // namespace assay::memory
