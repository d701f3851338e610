#include "assay/conformance/conformance.hpp"

#include "assay/cim/class_uri.hpp"
#include "assay/model/faults.hpp"
#include "feed.hpp"
#include "providers.hpp"

namespace assay::conformance {
namespace {

namespace faults = model::faults;
using cim::assay_namespace;

Instance item(const cim::ClassPtr& of, std::string name, unsigned slot, unsigned count,
              cim::Datetime created) {
    Instance made{of};
    made.set("Label", "Label of " + name);
    made.set("Name", std::move(name));
    made.set("Slot", slot);
    made.set("Count", count);
    made.set("Enabled", count % 2 == 0);
    made.set("Created", created);
    made.set("Note", count % 3 == 0 ? cim::Value::Array{"first note", "second note"} : cim::Value::Array{});
    return made;
}

std::shared_ptr<cim::Provider> fixed(const cim::ClassStore& classes, std::string_view name, std::string text,
                                     base::Duration delay = {}) {
    Instance only{classes.find(assay_namespace, name)};
    only.set("Text", std::move(text));
    return std::make_shared<Fixed>(std::move(only), delay);
}

}  // namespace

std::vector<cim::Instance> items(const cim::ClassStore& classes, base::WallTime started) {
    const cim::ClassPtr of = classes.find(assay_namespace, "Assay_Item");
    const cim::Datetime created = cim::Datetime::point(started);
    std::vector<Instance> all;
    for (unsigned n = 1; n <= 25; ++n) {
        const std::string digits = (n < 10 ? "0" : "") + std::to_string(n);
        all.push_back(item(of, "item-" + digits, 1 + (n - 1) % 16, n, created));
    }
    all.push_back(item(of, "twin", 1, 1, created));
    all.push_back(item(of, "twin", 2, 2, created));
    return all;
}

void claim_classes(cim::ObjectManager& manager, const std::shared_ptr<cim::Provider>& data) {
    const auto claim = [&](std::string_view name, std::shared_ptr<cim::Provider> provider) {
        manager.claim(assay_namespace, name, std::move(provider));
    };
    const auto refusing = [&](std::string_view name, model::Fault fault) {
        claim(name, std::make_shared<Refusing>(std::move(fault)));
    };
    const cim::ClassStore& classes = manager.classes();
    claim("Assay_Item", std::make_shared<Stamping>(data));
    claim("Assay_Access", std::make_shared<Counting>(data));
    claim("Assay_ReadOnly", fixed(classes, "Assay_ReadOnly", "cannot be changed"));
    claim("Assay_Large", fixed(classes, "Assay_Large", std::string(19'000, 'x')));
    claim("Assay_Slow", fixed(classes, "Assay_Slow", "late", std::chrono::seconds{5}));
    claim("Assay_Many", std::make_shared<Many>());
    claim("Assay_Calculator", std::make_shared<Calculator>(data, classes));
    for (const cim::ClassPtr& each : classes.family(classes.find(assay_namespace, "Assay_Level1"))) {
        claim(each->name(), std::make_shared<Levels>(data));
    }
    refusing("Assay_Offline", faults::endpoint_unavailable("the resource is off line"));
    refusing("Assay_Denied", faults::access_denied("nobody may touch this resource"));
    refusing("Assay_Busy", faults::concurrency("the resource is locked by somebody else"));
    refusing("Assay_Broken", faults::internal_error("the resource is broken"));
}

void add_feed(service::Registry& registry) {
    const std::string uri = std::string{cim::assay_class_base} + "Assay_Feed";
    registry.add(uri, make_feed(uri));
}

}  // namespace assay::conformance
