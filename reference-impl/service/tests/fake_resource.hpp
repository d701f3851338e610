// A resource whose answers a test can foresee.
#pragma once

#include <array>

#include "assay/model/faults.hpp"
#include "assay/service/resource.hpp"

namespace assay::service::test {

class FakeResource final : public Resource {
public:
    explicit FakeResource(std::size_t members = 3) : members_{members} {}

    awaitable<Outcome<soap::Element>> get(const Request& request) override {
        if (request.selectors.find("Name") == nullptr) co_return thing("all", payload);
        co_return thing(*request.selectors.find("Name"), payload);
    }
    awaitable<Outcome<soap::Element>> put(const Request&, const soap::Element& representation) override {
        ++changes;
        soap::Element stored = representation;
        stored.add({"urn:resource", "Payload"}, payload);
        co_return stored;
    }
    awaitable<Outcome<model::SelectorSet>> create(const Request&, const soap::Element&) override {
        ++changes;
        co_return model::SelectorSet{{"Name", "new"}};
    }
    awaitable<Outcome<>> remove(const Request&) override {
        ++changes;
        co_return boost::system::in_place_value;
    }
    awaitable<Outcome<std::unique_ptr<Cursor>>> enumerate(const Request&,
                                                          const EnumerationWish& wish) override {
        last_wish = wish;
        co_return std::make_unique<Walk>(*this);
    }
    [[nodiscard]] std::span<const std::string_view> dialects() const override {
        static constexpr std::array<std::string_view, 1> own{"urn:own"};
        return own;
    }
    awaitable<Outcome<soap::Element>> invoke(const Request& request) override {
        if (request.action != "urn:resource/Polish") {
            co_return model::faults::action_not_supported(request.action);
        }
        ++changes;
        co_return soap::Element{{"urn:resource", "Polish_OUTPUT"}, payload};
    }
    [[nodiscard]] bool can_be_filtered() const override { return filterable; }
    [[nodiscard]] bool knows_option(std::string_view name) const override { return name == "Known"; }
    [[nodiscard]] bool waits() const override { return false; }

    std::string payload;
    int changes = 0;
    bool filterable = true;
    bool broken = false;  ///< walks fail
    EnumerationWish last_wish;

private:
    class Walk final : public Cursor {
    public:
        explicit Walk(const FakeResource& of) : of_{of} {}

        awaitable<Outcome<std::size_t>> fill(std::vector<Item>& into, std::size_t most) override {
            if (of_.broken) co_return model::faults::internal_error("the members are lost");
            std::size_t count = 0;
            for (; count < most && made_ < of_.members_; ++count) {
                const std::string name = "member-" + std::to_string(++made_);
                into.push_back({.object = thing(name, of_.payload), .selectors = {{"Name", name}}});
            }
            co_return count;
        }
        [[nodiscard]] std::optional<std::uint64_t> estimate() const override { return of_.members_; }

    private:
        const FakeResource& of_;
        std::size_t made_ = 0;
    };

    static soap::Element thing(const std::string& name, const std::string& text) {
        soap::Element element{{"urn:resource", "Thing"}};
        element.add({"urn:resource", "Name"}, name);
        if (!text.empty()) element.add({"urn:resource", "Payload"}, text);
        return element;
    }

    std::size_t members_;
};

}  // namespace assay::service::test
