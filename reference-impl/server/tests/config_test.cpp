#include "assay/server/config.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "assay/base/setup_error.hpp"
#include "assay/testing/source_dir.hpp"

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
        user +
        "[cim]\nmof = [\"site.mof\"]\n[limits]\nbody_octets = 100000\nidle_ms = 5000\nenumeration_seconds = "
        "30\n");
    ASSERT_EQ(config.listen.size(), 2U);
    EXPECT_EQ(config.listen[1].address.text(), "[::1]:0");
    EXPECT_EQ(config.threads, 2U);
    EXPECT_TRUE(config.conformance);
    EXPECT_EQ(config.profile, &model::winrm);
    ASSERT_EQ(config.class_files.size(), 1U);
    EXPECT_EQ(config.class_files[0], file_.parent_path() / "site.mof");
    ASSERT_EQ(config.access.members.size(), 1U);
    EXPECT_TRUE(config.access.members[0].user.password->matches("secret"));
    EXPECT_EQ(config.wire.body_octets, 100'000U);
    EXPECT_EQ(config.wire.idle, std::chrono::seconds{5});
    EXPECT_EQ(config.service.enumeration_lifetime, std::chrono::seconds{30});
}

TEST_F(ConfigTest, ReadsHowManyOperationsAUserMayHave) {
    EXPECT_EQ(read(user + "operations = 3\n").access.members[0].operations, 3U);
    EXPECT_FALSE(read(user).access.members[0].operations);
    EXPECT_THAT(complaint(user + "operations = 0\n"), HasSubstr("'operations' is out of range"));
}

TEST_F(ConfigTest, HasASecondUserInItsFixtureModeWhoMayOnlyRead) {
    Config config;
    add_demo(config);
    ASSERT_EQ(config.access.members.size(), 2U);
    const Member& second = config.access.members[1];
    EXPECT_FALSE(second.user.password);
    ASSERT_TRUE(second.grants);
    EXPECT_TRUE(second.grants->front().read);
    EXPECT_FALSE(second.grants->front().write || second.grants->front().execute);
}

TEST(ExampleConfig, IsReadAndSaysTheDefaults) {
    const Config config =
        read_config(std::filesystem::path{ASSAY_SOURCE_DIR} / "reference-impl/server/wsmand.example.toml");
    check(config);
    const wire::Limits wire;
    const service::Limits service;
    EXPECT_TRUE(config.access.members.at(0).user.password->matches("pleaseletmein"));
    EXPECT_EQ(config.bmcs.at(0).address, "127.0.0.1:623");
    EXPECT_TRUE(config.repository.file.empty());
    EXPECT_EQ(config.repository.instances, Repository{}.instances);
    EXPECT_EQ(config.repository.octets, Repository{}.octets);
    const AccessSettings access;
    EXPECT_EQ(config.access.basic, access.basic);
    EXPECT_EQ(config.access.digest, access.digest);
    EXPECT_EQ(config.access.realm, access.realm);
    EXPECT_EQ(config.access.operations_per_user, access.operations_per_user);
    EXPECT_EQ(config.tls.client_certificates, wire::TlsSettings{}.client_certificates);
    EXPECT_EQ(config.tls.only_tls13, wire::TlsSettings{}.only_tls13);
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
    EXPECT_EQ(complaint("listen = [\"0.0.0.0:0\"]\n" + user + "[auth]\nbasic = false\n"), "none");
    EXPECT_EQ(complaint("listen = [\"https://0.0.0.0:0\"]\n" + user), "none");
    EXPECT_EQ(complaint("listen = [\"[::1]:0\", \"127.1.2.3:0\"]\n" + user), "none");
}

TEST_F(ConfigTest, ReadsWhoMayDoWhat) {
    const std::string sha1(40, 'A');
    const Config config = read(
        "[auth]\nbasic = false\ndigest = [\"MD5\"]\nrealm = \"here\"\n"
        "[[user]]\nname = \"reader\"\ndigest_md5 = \"0123456789ABCDEF0123456789abcdef\"\n"
        "[[user.grant]]\nresource = \"urn:\"\nrights = [\"read\", \"execute\"]\n"
        "[[user.grant]]\nresource = \"urn:secret\"\nrights = []\n" +
        user + "[[user]]\nname = \"carded\"\n[[certificate]]\nissuer = \"" + sha1 +
        "\"\nsubject = \"*@example.org\"\nuri = \"urn:x/*\"\nuser = \"carded\"\n"
        "[limits]\noperations_per_user = 7\n[log]\naccess = \"access.log\"\n");
    const AccessSettings& access = config.access;
    EXPECT_FALSE(access.basic);
    EXPECT_EQ(access.digest, std::vector{auth::Algorithm::md5});
    EXPECT_EQ(access.operations_per_user, 7U);
    EXPECT_EQ(config.access_log, file_.parent_path() / "access.log");
    ASSERT_EQ(access.members.size(), 3U);
    const Member& reader = access.members[0];
    EXPECT_EQ(reader.user.digest_secrets.at(auth::Algorithm::md5), "0123456789abcdef0123456789abcdef");
    ASSERT_EQ(reader.grants->size(), 2U);
    EXPECT_TRUE(reader.grants->at(0).read && reader.grants->at(0).execute && !reader.grants->at(0).write);
    EXPECT_FALSE(reader.grants->at(1).read);
    EXPECT_EQ(access.members[1].user.digest_secrets.at(auth::Algorithm::md5),
              auth::digest_secret(auth::Algorithm::md5, "assay", "here", "secret"));
    EXPECT_FALSE(access.members[1].grants);
    ASSERT_EQ(access.certificates.size(), 1U);
    EXPECT_EQ(access.certificates[0].issuer, std::string(40, 'a'));
    EXPECT_EQ(access.certificates[0].uri, "urn:x/");
}

TEST_F(ConfigTest, NamesMistakesInWhoMayDoWhat) {
    const std::string card = "[[certificate]]\nissuer = \"" + std::string(40, 'a') + "\"\n";
    EXPECT_THAT(complaint("[auth]\ndigest = [\"SHA1\"]\n"), HasSubstr(":2: 'SHA1' is no algorithm"));
    EXPECT_THAT(complaint("[[user]]\nname = \"a:b\"\npassword = \"x\"\n"),
                HasSubstr(":2: a user's name cannot"));
    EXPECT_THAT(complaint("[[user]]\nname = \"a\"\ndigest_md5 = \"12\"\n"),
                HasSubstr(":3: 'digest_md5' is no MD5"));
    EXPECT_THAT(complaint(user + user), HasSubstr(":5: 'assay' is there twice"));
    EXPECT_THAT(complaint(user + "[[user.grant]]\nrights = []\n"), HasSubstr("'resource' is missing"));
    EXPECT_THAT(complaint(user + "[[user.grant]]\nresource = \"\"\nrights = [\"all\"]\n"),
                HasSubstr(":6: 'all' is no right"));
    EXPECT_THAT(complaint(user + card), HasSubstr("'user' is missing"));
    EXPECT_THAT(complaint(user + card + "user = \"b\"\n"), HasSubstr(":6: there is no user 'b'"));
    EXPECT_THAT(complaint(user + card + "user = \"assay\"\nsubject = \"a*\"\n"), HasSubstr("only in front"));
    EXPECT_THAT(complaint(user + card + "user = \"assay\"\nuri = \"a*b\"\n"), HasSubstr("only at its end"));
    EXPECT_THAT(complaint(user + "[[certificate]]\nuser = \"assay\"\n"), HasSubstr("'issuer' is missing"));
    EXPECT_THAT(complaint(user + "[[certificate]]\nissuer = \"12\"\nuser = \"assay\"\n"),
                HasSubstr("is no thumbprint"));
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
