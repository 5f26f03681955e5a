// Goal: properties that programs for the C++ SDK set do what its manual says, or are said to be without effect.
// Method: the table that .NET is tested with, too; a client describes what it uses. Needs Java, no broker.
#include <fstream>
#include <memory>
#include <sstream>

#include "broker_support.hpp"

#include "ONSClientException.h"
#include "ONSFactory.h"

using Keys = ons::ONSFactoryProperty;

namespace {

struct Row {
  std::string client, settings, result;
};

std::vector<Row> table() {
  std::vector<Row> rows;
  std::ifstream file(ONS_CLASSIC_PROPERTIES);
  std::string line;
  std::getline(file, line);  // the names of the columns
  while (std::getline(file, line)) {
    std::istringstream cells(line);
    Row row;
    std::getline(cells, row.client, '\t');
    std::getline(cells, row.settings, '\t');
    std::getline(cells, row.result, '\t');
    rows.push_back(row);
  }
  return rows;
}

ons::ONSFactoryProperty property_of(const std::string& settings) {
  ons::ONSFactoryProperty property;
  property.setFactoryProperty(Keys::NAMESRV_ADDR, "127.0.0.1:1");
  property.setFactoryProperty(Keys::ProducerId, "GID_producer");
  property.setFactoryProperty(Keys::ConsumerId, "GID_consumer");
  if (settings.find("OnsChannel") == std::string::npos) {
    property.setFactoryProperty(Keys::AccessKey, "any");
    property.setFactoryProperty(Keys::SecretKey, "any");
  }
  std::istringstream words(settings);
  for (std::string word; words >> word;) {
    std::size_t separator = word.find('=');
    property.setFactoryProperty(word.substr(0, separator), word.substr(separator + 1));
  }
  return property;
}

class Unasked : public ons::LocalTransactionChecker {
 public:
  ons::TransactionStatus check(ons::Message&) override { return ons::Unknow; }
};

// What a client of these settings uses. The factory makes it, too, so that a program sees the same error.
std::string description(const std::string& client, const std::string& settings) {
  ons::ONSFactoryProperty property = property_of(settings);
  ons::ONSFactoryAPI& factory = *ons::ONSFactory::getInstance();
  auto entries = [&](const char* group) { return ons::detail::translate(property.getFactoryProperties(), group); };
  auto producer = [&] { return entries(Keys::ProducerId); };
  auto consumer = [&] { return entries(Keys::ConsumerId); };
  if (client == "producer") {
    delete factory.createProducer(property);
    return openons::Producer::open(producer()).describe();
  }
  if (client == "order-producer") {
    delete factory.createOrderProducer(property);
    return openons::OrderProducer::open(producer()).describe();
  }
  if (client == "transaction") {
    Unasked checker;
    delete factory.createTransactionProducer(property, &checker);
    auto check = [](const openons::MessageView&) { return openons::TransactionStatus::unknown; };
    return openons::TransactionProducer::open(producer(), check).describe();
  }
  if (client == "push") {
    delete factory.createPushConsumer(property);
    return openons::Consumer::open(consumer()).describe();
  }
  if (client == "order") {
    delete factory.createOrderConsumer(property);
    return openons::OrderConsumer::open(consumer()).describe();
  }
  EXPECT_EQ(client, "pull");
  delete factory.createPullConsumer(property);
  return openons::PullConsumer::open(consumer()).describe();
}

bool begins(const std::string& text, const std::string& with) { return text.compare(0, with.size(), with) == 0; }

}  // namespace

TEST(ClassicPropertyTable, each_property_has_the_effect_that_it_says) {
  auto said = std::make_shared<support::Inbox<std::string>>();
  openons::runtime::set_log_callback(openons::LogLevel::warn,
                                     [said](const openons::LogRecord& record) { said->put(record.text.str()); });
  for (const Row& row : table()) {
    SCOPED_TRACE(row.client + " with " + row.settings + ": " + row.result);
    std::string expected = row.result.substr(row.result.find(": ") + 2);
    if (begins(row.result, "refused: ")) {
      try {
        description(row.client, row.settings);
        ADD_FAILURE() << "not refused";
      } catch (const ons::ONSClientException& error) {
        EXPECT_NE(std::string(error.what()).find(expected), std::string::npos) << error.what();
      }
      continue;
    }
    testing::internal::CaptureStderr();
    std::string text = "\n" + description(row.client, row.settings) + "\n";
    std::string on_stderr = testing::internal::GetCapturedStderr();
    if (begins(row.result, "of the program: ")) {
      std::string key = row.settings.substr(0, row.settings.find('='));
      EXPECT_EQ(text.find("\n" + key + " = "), std::string::npos);
      EXPECT_EQ(property_of(row.settings).getFactoryProperties().at(key), expected);
    } else if (!begins(row.result, "says: ")) {
      EXPECT_NE(text.find("\n" + row.result + "\n"), std::string::npos) << text;
    } else if (on_stderr != expected + "\n") {
      while (true) {
        auto line = said->take();
        ASSERT_TRUE(line) << "not said; on stderr: " << on_stderr;
        if (*line == expected) break;
      }
    }
  }
  openons::runtime::set_log_callback(openons::LogLevel::warn, nullptr);
  EXPECT_FALSE(table().empty());
}
