#include "associated.hpp"

#include <set>

namespace assay::cim_resource {
namespace {

using cim::awaitable;
using cim::Instance;
using model::Outcome;

class Associated final : public cim::InstanceCursor {
public:
    Associated(const cim::ObjectManager& manager, query::Association association, cim::Call call)
        : manager_{manager},
          association_{std::move(association)},
          call_{std::move(call)},
          classes_{association_.candidates(manager.classes())} {}

    awaitable<Outcome<std::size_t>> fill(std::vector<Instance>& into, std::size_t most) override {
        const std::size_t before = into.size();
        while (into.size() == before) {
            if (!links_) {
                if (next_ == classes_.size()) co_return std::size_t{0};
                if (auto opened = open(classes_[next_++]); !opened) co_return opened.error();
            }
            std::vector<Instance> found;
            const auto count = co_await links_->fill(found, most);
            if (!count) co_return count.error();
            if (*count == 0) links_.reset();
            for (Instance& link : found) {
                auto followed = co_await follow(std::move(link), into);
                if (!followed) co_return followed.error();
            }
        }
        co_return into.size() - before;
    }

private:
    /// A provider without instances of its class has no associations of it.
    Outcome<> open(cim::ClassPtr of) {
        call_.of = std::move(of);
        auto links =
            manager_.provider_of(*call_.of).references(call_, association_.object, association_.role);
        if (links) {
            links_ = std::move(*links);
        } else if (links.error().subcode != vocab::fault::ActionNotSupported) {
            return links.error();
        }
        return boost::system::in_place_value;
    }

    awaitable<Outcome<>> follow(Instance link, std::vector<Instance>& into) {
        if (association_.references) {
            if (association_.refers(link)) into.push_back(std::move(link));
            co_return boost::system::in_place_value;
        }
        for (const cim::ObjectPath& end : association_.other_ends(link)) {
            cim::Call call = call_;
            call.of = manager_.classes().find(end.name_space, end.class_name);
            if (!call.of || !told_.insert(end.to_string()).second) continue;
            auto found = co_await manager_.get(call, end);
            // What an association names may be gone, or not be there to be read.
            if (found && association_.wants(found->of())) into.push_back(std::move(*found));
        }
        co_return boost::system::in_place_value;
    }

    const cim::ObjectManager& manager_;
    const query::Association association_;
    cim::Call call_;
    const std::vector<cim::ClassPtr> classes_;
    std::size_t next_ = 0;
    std::unique_ptr<cim::InstanceCursor> links_;
    std::set<std::string> told_;
};

}  // namespace

std::unique_ptr<cim::InstanceCursor> associated(const cim::ObjectManager& manager,
                                                query::Association association, cim::Call call) {
    return std::make_unique<Associated>(manager, std::move(association), std::move(call));
}

}  // namespace assay::cim_resource
