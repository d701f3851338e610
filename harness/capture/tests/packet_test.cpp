#include "packet.hpp"

#include <gmock/gmock.h>

#include "packets.hpp"

namespace assay::capture {
namespace {

using namespace std::string_literals;

std::string segment() {
    return sample::tcp(
        {.sequence = 7, .acknowledgement = 9, .flags = sample::syn | sample::ack, .payload = "hello"});
}

std::variant<Segment, NoSegment> read(Link link, const std::string& packet) {
    return decode(link, base::octets_of(packet));
}

void expect_hello(const std::variant<Segment, NoSegment>& decoded, const char* from = "192.0.2.1:40000") {
    const auto* found = std::get_if<Segment>(&decoded);
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->from.to_text(), from);
    EXPECT_EQ(found->to.port, 5985);
    EXPECT_EQ(found->sequence, 7U);
    EXPECT_EQ(found->acknowledgement, 9U);
    EXPECT_TRUE(found->syn && found->ack && !found->fin && !found->rst);
    EXPECT_EQ(base::text_of(found->payload), "hello");
    EXPECT_EQ(found->missing, 0U);
}

TEST(Packet, IsReadBehindEveryLink) {
    const std::string datagram = sample::v4(segment());
    expect_hello(read(Link::raw, datagram));
    expect_hello(read(Link::ethernet, sample::ethernet(datagram)));
    expect_hello(read(Link::cooked, std::string(14, '\0') + sample::be16(0x0800) + datagram));
    expect_hello(read(Link::cooked2, sample::be16(0x0800) + std::string(18, '\0') + datagram));
    expect_hello(read(Link::loopback, "\2\0\0\0"s + datagram));
    expect_hello(read(Link::loopback, "\0\0\0\2"s + datagram));
}

TEST(Packet, IsReadBehindOneAndTwoVlanTags) {
    const std::string datagram = sample::v4(segment());
    expect_hello(
        read(Link::ethernet, sample::ethernet(sample::be16(7) + sample::be16(0x0800) + datagram, 0x8100)));
    expect_hello(read(Link::ethernet, sample::ethernet(sample::be16(7) + sample::be16(0x8100) +
                                                           sample::be16(8) + sample::be16(0x0800) + datagram,
                                                       0x88A8)));
}

TEST(Packet, IsReadBehindTheExtensionHeadersOfV6) {
    const char* const from = "[2001:db8::1]:40000";
    expect_hello(read(Link::raw, sample::v6(segment())), from);
    const std::string hop_by_hop = "\x3C\0"s + std::string(6, '\0');
    const std::string destination = "\x2C\1"s + std::string(14, '\0');
    const std::string atomic_fragment = "\x33\0\0\0"s + std::string(4, '\0');
    const std::string authentication = "\6\1"s + std::string(10, '\0');
    expect_hello(read(Link::raw,
                      sample::v6(hop_by_hop + destination + atomic_fragment + authentication + segment(), 0)),
                 from);
}

TEST(Packet, LeavesOutThePaddingOfTheLink) {
    expect_hello(read(Link::ethernet, sample::ethernet(sample::v4(segment())) + std::string(12, '\0')));
}

TEST(Packet, TakesALengthOfZeroForTheWholePacket) {
    std::string datagram = sample::v4(segment());
    datagram.replace(2, 2, "\0\0"s);
    expect_hello(read(Link::raw, datagram));
}

TEST(Packet, TellsWhatTheSnapshotLengthCutOff) {
    const std::string datagram = sample::v4(segment());
    const std::string cut = datagram.substr(0, datagram.size() - 3);  // the payload looks into it
    const auto decoded = read(Link::raw, cut);
    const auto& found = std::get<Segment>(decoded);
    EXPECT_EQ(base::text_of(found.payload), "he");
    EXPECT_EQ(found.missing, 3U);
}

TEST(Packet, SaysWhyThereIsNoSegment) {
    const auto why = [](Link link, const std::string& packet) {
        return std::get<NoSegment>(read(link, packet));
    };
    EXPECT_EQ(why(Link::ethernet, sample::ethernet("who has", 0x0806)), NoSegment::not_ip);
    EXPECT_EQ(why(Link::raw, sample::v4("udp", 17)), NoSegment::not_tcp);
    EXPECT_EQ(why(Link::raw, sample::v4(segment(), 6, 0x2000)), NoSegment::fragment);
    EXPECT_EQ(why(Link::raw, sample::v4(segment(), 6, 0x0005)), NoSegment::fragment);
    EXPECT_EQ(why(Link::raw, sample::v6("\6\0\0\1\0\0\0\0"s + segment(), 44)), NoSegment::fragment);
    EXPECT_EQ(why(Link::ethernet, "short"), NoSegment::broken);
    EXPECT_EQ(why(Link::raw, "\x20"), NoSegment::not_ip);
}

/// Every beginning of a packet and every length that lies is read without going beyond the end.
TEST(Packet, SurvivesEveryCutAndEveryLie) {
    for (const std::string& datagram :
         {sample::v4(segment()), sample::v6(segment()), sample::v6("\6\xFF"s + segment(), 0)}) {
        for (std::size_t cut = 0; cut <= datagram.size(); ++cut) {
            const std::string shorter = datagram.substr(0, cut);
            (void)decode(Link::raw, base::octets_of(shorter));
        }
        for (std::size_t at = 0; at < datagram.size(); ++at) {
            for (int value = 0; value < 256; value += 5) {
                std::string lying = datagram;
                lying[at] = static_cast<char>(value);
                const auto decoded = decode(Link::raw, base::octets_of(lying));
                if (const auto* found = std::get_if<Segment>(&decoded)) {
                    EXPECT_LE(found->payload.size(), datagram.size());
                }
            }
        }
    }
}

}  // namespace
}  // namespace assay::capture
