#include "assay/repository/repository.hpp"

#include <gmock/gmock.h>

#include "assay/awaited/run.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/base/temporary_folder.hpp"
#include "assay/repository/memory_store.hpp"
#include "assay/repository/sqlite_store.hpp"
#include "classes.hpp"

namespace assay::repository {
namespace {

using cim::Instance;
using cim::ObjectPath;
using testing::ElementsAre;
using testing::IsEmpty;

/// Every promise holds for both stores.
class ARepository : public testing::TestWithParam<bool> {
protected:
    ARepository() { start(); }
    ~ARepository() override { repository->stop(); }

    void start(Limits limits = {}) {
        if (repository) repository->stop();
        repository.reset();
        std::unique_ptr<Store> store;
        if (GetParam()) {
            store = std::make_unique<SqliteStore>(folder.path() / "instances.db");
        } else {
            store = std::make_unique<MemoryStore>();
        }
        repository.emplace(classes.store, std::move(store), limits);
    }

    template <class T>
    T run(awaitable<T> operation) {
        return awaited::run_on(loop, std::move(operation));
    }

    auto get(const ObjectPath& path) { return run(repository->get({.of = classes.fan}, path)); }
    auto create(Instance instance) {
        const cim::Call call{.of = instance.class_ptr()};
        return run(repository->create(call, std::move(instance)));
    }
    auto put(const ObjectPath& path, Instance instance) {
        const cim::Call call{.of = instance.class_ptr()};
        return run(repository->put(call, path, std::move(instance)));
    }
    auto remove(const ObjectPath& path) {
        return run(repository->remove({.of = classes.store.find(path.name_space, path.class_name)}, path));
    }

    std::vector<Instance> fill(cim::InstanceCursor& cursor, std::size_t most) {
        std::vector<Instance> instances;
        EXPECT_TRUE(run(cursor.fill(instances, most)));
        return instances;
    }
    std::vector<std::uint64_t> slots(cim::InstanceCursor& cursor, std::size_t most = 1000) {
        std::vector<std::uint64_t> found;
        for (const Instance& each : fill(cursor, most))
            found.push_back(*each.find("Slot")->get<std::uint64_t>());
        return found;
    }
    std::unique_ptr<cim::InstanceCursor> fans() { return *repository->instances({.of = classes.fan}); }

    /// The dependents of the association instances that refer to `object`.
    std::vector<std::string> dependents(const ObjectPath& object, std::string_view role = {}) {
        auto cursor = *repository->references({.of = classes.cools}, object, role);
        std::vector<std::string> found;
        for (std::vector<Instance> step; !(step = fill(*cursor, 2)).empty();) {
            for (const Instance& each : step)
                found.push_back(each.find("Dependent")->reference()->to_string());
        }
        return found;
    }

    const Classes classes;
    const base::TemporaryFolder folder;
    boost::asio::io_context loop;
    std::optional<Repository> repository;
};

INSTANTIATE_TEST_SUITE_P(With, ARepository, testing::Bool(),
                         [](const auto& instance) { return instance.param ? "Sqlite" : "Memory"; });

TEST_P(ARepository, GivesBackWhatWasCreated) {
    const auto path = create(classes.a_fan(3, "front"));
    ASSERT_TRUE(path);
    EXPECT_EQ(*path, classes.fan_path(3));
    EXPECT_EQ(*get(*path), classes.a_fan(3, "front"));
}

TEST_P(ARepository, RefusesASecondInstanceOfTheSameKeys) {
    EXPECT_TRUE(create(classes.a_fan(3, "front")));
    EXPECT_EQ(create(classes.a_fan(3, "back")).error().subcode, vocab::fault::AlreadyExists);
    EXPECT_EQ(*get(classes.fan_path(3)), classes.a_fan(3, "front"));
    EXPECT_TRUE(create(Instance{classes.singleton}));
    EXPECT_EQ(create(Instance{classes.singleton}).error().subcode, vocab::fault::AlreadyExists);
}

TEST_P(ARepository, RefusesAnInstanceWithoutARequiredValue) {
    Instance fan = classes.a_fan(3);
    fan.set("Label", cim::Value{});
    EXPECT_EQ(create(fan).error().detail, "MissingValues");
    EXPECT_TRUE(create(classes.a_fan(3)));
    EXPECT_EQ(put(classes.fan_path(3), fan).error().detail, "MissingValues");
    EXPECT_EQ(create(Instance{classes.fan}).error().detail, "MissingValues") << "of the key";
}

TEST_P(ARepository, HoldsAsManyInstancesAsItMay) {
    start({.instances = 2});
    EXPECT_TRUE(create(classes.a_fan(1)));
    EXPECT_TRUE(create(classes.a_fan(2)));
    EXPECT_EQ(create(classes.a_fan(3)).error().subcode, vocab::fault::QuotaLimit);
    EXPECT_TRUE(remove(classes.fan_path(1)));
    EXPECT_TRUE(create(classes.a_fan(3)));
}

TEST_P(ARepository, ReplacesAnInstanceButNotItsKeys) {
    EXPECT_TRUE(create(classes.a_fan(3, "front")));
    EXPECT_EQ(*put(classes.fan_path(3), classes.a_fan(3, "back")), classes.a_fan(3, "back"));
    EXPECT_EQ(put(classes.fan_path(3), classes.a_fan(4)).error().detail, "InvalidValues");
    EXPECT_EQ(*get(classes.fan_path(3)), classes.a_fan(3, "back"));
    EXPECT_EQ(put(classes.fan_path(9), classes.a_fan(9)).error().subcode,
              vocab::fault::DestinationUnreachable);
}

TEST_P(ARepository, HasNothingLeftOfADeletedInstance) {
    EXPECT_TRUE(create(classes.a_fan(3)));
    EXPECT_TRUE(remove(classes.fan_path(3)));
    EXPECT_EQ(get(classes.fan_path(3)).error().subcode, vocab::fault::DestinationUnreachable);
    EXPECT_EQ(remove(classes.fan_path(3)).error().subcode, vocab::fault::DestinationUnreachable);
    EXPECT_THAT(slots(*fans()), IsEmpty());
}

TEST_P(ARepository, WalksInTheOrderOfKeys) {
    for (const unsigned slot : {300U, 2U, 10U, 1U}) EXPECT_TRUE(create(classes.a_fan(slot)));
    const auto cursor = fans();
    EXPECT_EQ(cursor->estimate(), 4U);
    EXPECT_THAT(slots(*cursor, 3), ElementsAre(1, 2, 10));
    EXPECT_THAT(slots(*cursor, 3), ElementsAre(300));
    EXPECT_THAT(slots(*cursor, 3), IsEmpty());
    EXPECT_THAT(slots(*cursor, 3), IsEmpty());
}

TEST_P(ARepository, PassesWhatIsThereWhenTheCursorComesToIt) {
    for (const unsigned slot : {10U, 20U, 30U, 40U}) EXPECT_TRUE(create(classes.a_fan(slot)));
    const auto cursor = fans();
    EXPECT_THAT(slots(*cursor, 2), ElementsAre(10, 20));
    EXPECT_TRUE(remove(classes.fan_path(20)));  // the position itself
    EXPECT_TRUE(remove(classes.fan_path(30)));
    EXPECT_TRUE(create(classes.a_fan(15)));  // behind
    EXPECT_TRUE(create(classes.a_fan(35)));
    EXPECT_THAT(slots(*cursor), ElementsAre(35, 40));
}

TEST_P(ARepository, HoldsFewInstancesHoweverManyAreWanted) {
    for (unsigned slot = 0; slot < 600; ++slot) EXPECT_TRUE(create(classes.a_fan(slot)));
    const auto cursor = fans();
    std::size_t total = 0;
    for (std::vector<Instance> step; !(step = fill(*cursor, 1'000'000)).empty(); total += step.size()) {
        EXPECT_LE(step.size(), 256U);
    }
    EXPECT_EQ(total, 600U);
}

TEST_P(ARepository, OutlivesNoCursor) {
    EXPECT_TRUE(create(classes.a_fan(1)));
    const auto cursor = fans();
    repository->stop();
    repository.reset();
    EXPECT_THAT(slots(*cursor), ElementsAre(1));
    start();
}

TEST_P(ARepository, FindsAssociationsByWhatTheyReferTo) {
    const ObjectPath one = classes.fan_path(1), two = classes.fan_path(2), three = classes.fan_path(3);
    EXPECT_TRUE(create(classes.cooling(one, two)));
    EXPECT_TRUE(create(classes.cooling(one, three)));
    EXPECT_TRUE(create(classes.cooling(two, three)));
    EXPECT_THAT(dependents(one), ElementsAre(two.to_string(), three.to_string()));
    EXPECT_THAT(dependents(three), ElementsAre(three.to_string(), three.to_string()));
    EXPECT_THAT(dependents(two, "antecedent"), ElementsAre(three.to_string()));
    EXPECT_THAT(dependents(two, "Dependent"), ElementsAre(two.to_string()));
    EXPECT_THAT(dependents(two, "Nobody"), IsEmpty());
    EXPECT_THAT(dependents(classes.fan_path(9)), IsEmpty());
}

TEST_P(ARepository, PassesAnAssociationOfAnObjectWithItselfOnce) {
    const ObjectPath one = classes.fan_path(1);
    EXPECT_TRUE(create(classes.cooling(one, one)));
    EXPECT_THAT(dependents(one), ElementsAre(one.to_string()));
    EXPECT_THAT(dependents(one, "Dependent"), ElementsAre(one.to_string()));
}

TEST_P(ARepository, KeepsTheIndexWithTheAssociations) {
    const ObjectPath one = classes.fan_path(1), two = classes.fan_path(2), three = classes.fan_path(3);
    Instance cooling = classes.cooling(one, two);
    cooling.set("Watched", three);
    EXPECT_TRUE(create(cooling));
    EXPECT_THAT(dependents(three), ElementsAre(two.to_string()));
    cooling.set("Watched", one);
    EXPECT_TRUE(put(cooling.path(), cooling));
    EXPECT_THAT(dependents(three), IsEmpty());
    EXPECT_THAT(dependents(one), ElementsAre(two.to_string()));
    EXPECT_TRUE(remove(cooling.path()));
    EXPECT_THAT(dependents(one), IsEmpty());
    EXPECT_THAT(dependents(two), IsEmpty());
    EXPECT_TRUE(create(cooling)) << "nothing of it is left in the index";
    EXPECT_THAT(dependents(one), ElementsAre(two.to_string()));
}

TEST_P(ARepository, LoadsWhatComesWithTheClassesOnce) {
    const std::vector<Instance> initial{classes.a_fan(1), classes.a_fan(2), classes.a_fan(3)};
    EXPECT_TRUE(create(classes.a_fan(1, "older")));
    repository->load(initial);
    EXPECT_THAT(slots(*fans()), ElementsAre(1, 2, 3));
    EXPECT_EQ(*get(classes.fan_path(1)), classes.a_fan(1, "older"));
    EXPECT_TRUE(remove(classes.fan_path(2)));
    repository->load(initial);
    EXPECT_THAT(slots(*fans()), ElementsAre(1, 3)) << "what was deleted stays so";
    EXPECT_THROW(repository->load({{Instance{classes.fan}}}), base::SetupError);
}

}  // namespace
}  // namespace assay::repository
