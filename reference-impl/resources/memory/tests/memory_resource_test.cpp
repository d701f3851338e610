#include "assay/memory/memory_resource.hpp"

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace assay::memory {
namespace {

using namespace std::chrono_literals;

template <class T>
T run(awaitable<T> work) {
    boost::asio::io_context context;
    std::optional<T> result;
    boost::asio::co_spawn(context, std::move(work), [&](const std::exception_ptr& error, T value) {
        if (error) std::rethrow_exception(error);
        result.emplace(std::move(value));
    });
    context.run();
    return std::move(*result);
}

template <class T>
std::string gist(const Outcome<T>& outcome) {
    if (outcome) return "fine";
    const model::Fault& fault = outcome.error();
    return std::string{fault.subcode->local} + (fault.detail.empty() ? "" : " ") + fault.detail;
}

const Shape lamp{.uri = "urn:lamp",
                 .name = "Lamp",
                 .properties = {{.name = "Room", .key = true},
                                {.name = "Number", .type = Type::uint8, .key = true, .least = 1, .most = 9},
                                {.name = "Colour", .required = true},
                                {.name = "Watts", .type = Type::uint32, .most = UINT32_MAX},
                                {.name = "Made", .type = Type::datetime, .read_only = true},
                                {.name = "Note", .array = true}}};

class MemoryTest : public testing::Test {
protected:
    static Request with(model::SelectorSet selectors) {
        Request request;
        request.selectors = std::move(selectors);
        return request;
    }
    static soap::Element element(const std::vector<std::pair<std::string, std::string>>& properties) {
        soap::Element made{{"urn:lamp", "Lamp"}};
        for (const auto& [name, value] : properties) made.add({"urn:lamp", name}, value);
        return made;
    }
    std::string get(model::SelectorSet selectors) {
        return gist(run(lamps_.get(with(std::move(selectors)))));
    }
    std::string put(const soap::Element& representation) {
        return gist(run(lamps_.put(with({{"Room", "hall"}, {"Number", "1"}}), representation)));
    }
    std::string create(const soap::Element& representation) {
        return gist(run(lamps_.create(with({}), representation)));
    }
    std::size_t size(model::SelectorSet selectors = {}) {
        const auto cursor = run(lamps_.enumerate(with(std::move(selectors)), {}));
        return cursor ? all_of(**cursor).size() : 0;
    }
    static std::vector<service::Item> all_of(service::Cursor& cursor) {
        std::vector<service::Item> items;
        while (*run(cursor.fill(items, 2)) > 0) continue;
        return items;
    }

    MemoryResource lamps_{lamp,
                          {{{{"hall"}, {"1"}, {"red"}, {"40"}, {"2026-01-01T00:00:00Z"}, {"a", "b"}}},
                           {{{"hall"}, {"2"}, {"blue"}, {}, {"2026-01-01T00:00:00Z"}, {}}},
                           {{{"attic"}, {"1"}, {"red"}, {}, {"2026-01-01T00:00:00Z"}, {}}}},
                          4};
};

TEST_F(MemoryTest, FindsAnInstanceByKeysThatMatchOne) {
    EXPECT_EQ(get({{"Room", "hall"}, {"Number", "2"}}), "fine");
    EXPECT_EQ(get({{"Room", "attic"}}), "fine");
    EXPECT_EQ(get({{"Room", "hall"}, {"Number", "02"}}), "fine");
}

TEST_F(MemoryTest, SaysWhatIsWrongWithSelectors) {
    EXPECT_EQ(get({}), "InvalidSelectors InsufficientSelectors");
    EXPECT_EQ(get({{"Room", "hall"}}), "InvalidSelectors AmbiguousSelectors");
    EXPECT_EQ(get({{"Colour", "red"}}), "InvalidSelectors UnexpectedSelectors");
    EXPECT_EQ(get({{"Room", "attic"}, {"Floor", "1"}}), "InvalidSelectors UnexpectedSelectors");
    EXPECT_EQ(get({{"Number", "one"}}), "InvalidSelectors TypeMismatch");
    EXPECT_EQ(get({{.name = "Room", .value = "", .reference = std::make_shared<model::Epr>()}}),
              "InvalidSelectors TypeMismatch");
    EXPECT_EQ(get({{"Number", "17"}}), "InvalidSelectors InvalidValue");
    EXPECT_EQ(get({{"Number", "-1"}}), "InvalidSelectors InvalidValue");
    EXPECT_EQ(get({{"Room", "cellar"}}), "DestinationUnreachable InvalidResourceURI");
}

TEST_F(MemoryTest, ShowsPropertiesInOrderWithoutNulls) {
    const auto shown = run(lamps_.get(with({{"Room", "hall"}, {"Number", "1"}})));
    ASSERT_TRUE(shown);
    std::string text;
    for (const soap::Element& child : shown->children) text += child.name.local + "=" + child.text + " ";
    EXPECT_EQ(text, "Room=hall Number=1 Colour=red Watts=40 Made=2026-01-01T00:00:00Z Note=a Note=b ");
    EXPECT_EQ(run(lamps_.get(with({{"Room", "attic"}})))->children.size(), 4U);
}

TEST_F(MemoryTest, PutsWhatMayChangeAndPassesOverTheRest) {
    EXPECT_EQ(put(element({{"Colour", "green"}, {"Watts", " +7 "}, {"Made", "tomorrow"}})), "fine");
    const auto shown = run(lamps_.get(with({{"Room", "hall"}, {"Number", "1"}})));
    EXPECT_EQ(shown->child({{"", "urn:lamp"}, "Colour"})->text, "green");
    EXPECT_EQ(shown->child({{"", "urn:lamp"}, "Watts"})->text, "7");
    EXPECT_EQ(shown->child({{"", "urn:lamp"}, "Made"})->text, "2026-01-01T00:00:00Z");
    EXPECT_EQ(shown->child({{"", "urn:lamp"}, "Note"}), nullptr);
}

TEST_F(MemoryTest, RefusesRepresentationsThatAreNone) {
    EXPECT_EQ(put(element({{"Watts", "1"}})), "InvalidRepresentation MissingValues");
    EXPECT_EQ(put(element({{"Colour", "red"}, {"Watts", "undefined"}})),
              "InvalidRepresentation InvalidValues");
    EXPECT_EQ(put(element({{"Colour", "red"}, {"Watts", "4294967296"}})),
              "InvalidRepresentation InvalidValues");
    EXPECT_EQ(put(element({{"Colour", "red"}, {"Colour", "blue"}})), "InvalidRepresentation InvalidValues");
    EXPECT_EQ(put(element({{"Colour", "red"}, {"Shape", "round"}})), "InvalidRepresentation InvalidValues");
    EXPECT_EQ(put(element({{"Colour", "red"}, {"Room", "cellar"}})), "InvalidRepresentation InvalidValues");
    soap::Element stranger = element({{"Colour", "red"}});
    stranger.name.ns = "";
    EXPECT_EQ(put(stranger), "InvalidRepresentation InvalidNamespace");
    soap::Element bare = element({{"Colour", "red"}});
    bare.children[0].name.ns = "";
    EXPECT_EQ(put(bare), "InvalidRepresentation InvalidNamespace");
    EXPECT_EQ(put(soap::Element{{"urn:lamp", "Torch"}}), "InvalidRepresentation InvalidValues");
}

TEST_F(MemoryTest, TakesNilForNull) {
    soap::Element representation = element({{"Colour", "red"}, {"Watts", ""}});
    representation.children[1].set(vocab::QName{vocab::ns::xsi, "nil"}, "true");
    EXPECT_EQ(put(representation), "fine");
    representation.children[0].set(vocab::QName{vocab::ns::xsi, "nil"}, "1");
    EXPECT_EQ(put(representation), "InvalidRepresentation MissingValues");
}

TEST_F(MemoryTest, CreatesOnceAndUpToItsLimit) {
    const auto lamp_in = [](const std::string& room) {
        return element({{"Room", room}, {"Number", "3"}, {"Colour", "white"}});
    };
    Request request;
    request.wall = base::WallTime{std::chrono::sys_days{std::chrono::year{2026} / 11 / 20}};
    const auto made = run(lamps_.create(request, lamp_in("cellar")));
    ASSERT_TRUE(made);
    EXPECT_EQ(*made, (model::SelectorSet{{"Room", "cellar"}, {"Number", "3"}}));
    EXPECT_EQ(run(lamps_.get(with(*made)))->child({{"", "urn:lamp"}, "Made"})->text, "2026-11-20T00:00:00Z");
    EXPECT_EQ(create(lamp_in("cellar")), "AlreadyExists");
    EXPECT_EQ(create(lamp_in("garden")), "QuotaLimit");
    EXPECT_EQ(create(element({{"Room", "roof"}, {"Colour", "white"}})),
              "InvalidRepresentation MissingValues");
    EXPECT_EQ(size(), 4U);
}

TEST_F(MemoryTest, RemovesWhatIsNamed) {
    EXPECT_EQ(gist(run(lamps_.remove(with({{"Room", "attic"}})))), "fine");
    EXPECT_EQ(gist(run(lamps_.remove(with({{"Room", "attic"}})))),
              "DestinationUnreachable InvalidResourceURI");
    EXPECT_EQ(size(), 2U);
}

TEST_F(MemoryTest, ListsWhatWasThereWhenTheEnumerationBegan) {
    const auto cursor = run(lamps_.enumerate(with({}), {}));
    ASSERT_TRUE(cursor);
    (void)run(lamps_.remove(with({{"Room", "attic"}})));
    EXPECT_EQ((*cursor)->estimate(), 3U);
    const auto items = all_of(**cursor);
    ASSERT_EQ(items.size(), 3U);
    EXPECT_EQ(items[2].selectors, (model::SelectorSet{{"Room", "attic"}, {"Number", "1"}}));
    EXPECT_EQ(size({{"Room", "hall"}}), 2U);
}

}  // namespace
}  // namespace assay::memory
