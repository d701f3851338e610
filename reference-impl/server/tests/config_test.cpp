#include "assay/server/config.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "assay/base/setup_error.hpp"

namespace assay::server {
namespace {

using testing::HasSubstr;

class ConfigTest : public testing::Test {
protected:
    Config read(const std::string& text) {
        std::ofstream{file_} << text;
        return read_config(file_);
    }
    std::string complaint(const std::string& text) {
        try {
            check(read(text));
        } catch (const base::SetupError& error) {
            return error.what();
        }
        return "none";
    }
    ~ConfigTest() override { std::filesystem::remove(file_); }

    std::filesystem::path file_ =
        std::filesystem::path{testing::TempDir()} /
        (std::string{testing::UnitTest::GetInstance()->current_test_info()->name()} + "-wsmand.toml");
};

const std::string user = "[[user]]\nname = \"assay\"\npassword = \"secret\"\n";

TEST_F(ConfigTest, ReadsEverything) {
    const Config config = read(
        "listen = [\"127.0.0.1:5985\", \"[::1]:0\"]\nthreads = 2\nconformance = true\nprofile = \"winrm\"\n" +
        user + "[cim]\nmof = [\"site.mof\"]\n[limits]\nbody_octets = 100000\nidle_ms = 5000\nenumeration_seconds = 30\n");
    ASSERT_EQ(config.listen.size(), 2U);
    EXPECT_EQ(config.listen[1].address.text(), "[::1]:0");
    EXPECT_EQ(config.threads, 2U);
    EXPECT_TRUE(config.conformance);
    EXPECT_EQ(config.profile, &model::winrm);
    ASSERT_EQ(config.class_files.size(), 1U);
    EXPECT_EQ(config.class_files[0], file_.parent_path() / "site.mof");
    ASSERT_EQ(config.users.size(), 1U);
    EXPECT_TRUE(config.users[0].second.matches("secret"));
    EXPECT_EQ(config.wire.body_octets, 100'000U);
    EXPECT_EQ(config.wire.idle, std::chrono::seconds{5});
    EXPECT_EQ(config.service.enumeration_lifetime, std::chrono::seconds{30});
}

TEST(ExampleConfig, IsReadAndSaysTheDefaults) {
    const Config config =
        read_config(std::filesystem::path{ASSAY_SOURCE_DIR} / "reference-impl/server/wsmand.example.toml");
    check(config);
    const wire::Limits wire;
    const service::Limits service;
    EXPECT_TRUE(config.users.at(0).second.matches("pleaseletmein"));
    EXPECT_EQ(config.bmc->address, "127.0.0.1:623");
    EXPECT_EQ(config.wire.header_octets, wire.header_octets);
    EXPECT_EQ(config.wire.body_octets, wire.body_octets);
    EXPECT_EQ(config.wire.connections, wire.connections);
    EXPECT_EQ(config.wire.idle, wire.idle);
    EXPECT_EQ(config.wire.receive, wire.receive);
    EXPECT_EQ(config.wire.handshake, wire.handshake);
    EXPECT_EQ(config.wire.send, wire.send);
    EXPECT_EQ(config.wire.drain, wire.drain);
    EXPECT_EQ(config.service.largest_reply_octets, service.largest_reply_octets);
    EXPECT_EQ(config.service.enumerations, service.enumerations);
    EXPECT_EQ(config.service.enumeration_lifetime, service.enumeration_lifetime);
    EXPECT_EQ(config.service.batch_items, service.batch_items);
}

TEST_F(ConfigTest, NamesFileAndLineOfAMistake) {
    EXPECT_THAT(complaint("threads = 1\nlissten = []\n"), HasSubstr("-wsmand.toml:2: unknown key 'lissten'"));
    EXPECT_THAT(complaint("profile = 'wmi'\n"), HasSubstr("unknown profile 'wmi'"));
    EXPECT_THAT(complaint("\n\nthreads = \"two\"\n"),
                HasSubstr("-wsmand.toml:3: 'threads' has to be an integer"));
    EXPECT_THAT(complaint("threads = 0\n"), HasSubstr(":1: 'threads' is out of range"));
    EXPECT_THAT(complaint("listen = [\n\"127.0.0.1\"]\n"),
                HasSubstr(":2: '127.0.0.1' is no address to listen on"));
    EXPECT_THAT(complaint("[[user]]\nname = \"a\"\npassword_hash = \"x\"\n"),
                HasSubstr(":3: 'password_hash'"));
    EXPECT_THAT(complaint("[[user]]\nname = \"a\"\n"), HasSubstr("'password_hash' is missing"));
    EXPECT_THAT(complaint("a = = b\n"), HasSubstr("-wsmand.toml:1"));
}

TEST_F(ConfigTest, RefusesPasswordsInClearTextBeyondThisMachine) {
    EXPECT_THAT(complaint("listen = [\"0.0.0.0:0\"]\n" + user),
                HasSubstr("passwords would travel in clear text"));
    EXPECT_EQ(complaint("listen = [\"0.0.0.0:0\"]\nallow_unencrypted = true\n" + user), "none");
    EXPECT_EQ(complaint("listen = [\"https://0.0.0.0:0\"]\n" + user), "none");
    EXPECT_EQ(complaint("listen = [\"[::1]:0\", \"127.1.2.3:0\"]\n" + user), "none");
}

TEST_F(ConfigTest, ReadsListenersOfTheirOwnAndWhatTheyShare) {
    const Config config =
        read("listen = [\"127.0.0.1:0\", \"https://127.0.0.1:0\"]\n" + user +
             "[tls]\ncertificate = \"own.pem\"\nkey = \"/keys/own.key\"\nminimum = \"1.3\"\n"
             "[[listener]]\naddress = \"https://[::1]:5986\"\nclient_ca = \"ca.pem\"\nclient_certificate = "
             "\"required\"\n");
    ASSERT_EQ(config.listen.size(), 3U);
    EXPECT_FALSE(config.listen[0].address.secure);
    EXPECT_TRUE(config.listen[1].address.secure);
    EXPECT_EQ(config.listen[1].tls.certificate, file_.parent_path() / "own.pem");
    EXPECT_EQ(config.listen[1].tls.key, "/keys/own.key");
    EXPECT_EQ(config.listen[1].tls.client_certificates, wire::ClientCertificates::none);
    EXPECT_TRUE(config.listen[2].tls.only_tls13);
    EXPECT_EQ(config.listen[2].tls.certificate, file_.parent_path() / "own.pem");
    EXPECT_EQ(config.listen[2].tls.client_certificates, wire::ClientCertificates::required);
    EXPECT_THAT(complaint(user + "[tls]\nminimum = \"1.1\"\n"), HasSubstr("use one of: 1.2, 1.3"));
    EXPECT_THAT(complaint(user + "[[listener]]\n"), HasSubstr("'address' is missing"));
}

TEST_F(ConfigTest, RefusesToServeNobody) { EXPECT_THAT(complaint(""), HasSubstr("nobody could log on")); }

}  // namespace
}  // namespace assay::server
