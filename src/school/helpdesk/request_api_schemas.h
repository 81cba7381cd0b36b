/// The shapes of the API's requests, as JSON Schema 2020-12 for OpenAPI 3.1. Only for request_api.cpp.
#pragma once

namespace helpdesk {

constexpr auto message_schema = R"({"type":"object","required":["id","kind","author","body","at"],"properties":{"id":{"type":"integer"},
"kind":{"enum":["reply","note"]},"author":{"type":"string"},"from_requester":{"type":"boolean"},"body":{"type":"string"},
"at":{"type":"string","format":"date-time"}}})";

constexpr auto request_schema = R"({"type":"object","required":["id","title","category","state","school","priority","created_at","due_at","messages"],
"properties":{"id":{"type":"integer"},"title":{"type":"string"},"description":{"type":"string"},"category":{"type":"string"},"team":{"type":"integer"},
"state":{"enum":["new","open","waiting","scheduled","resolved","closed","merged"]},"waiting_reason":{"type":["string","null"]},"known_problem":{"type":["integer","null"]},
"waiting_words":{"type":"string"},"scheduled_at":{"type":["string","null"],"format":"date-time"},"school":{"type":"integer"},"room":{"type":"string"},
"device":{"type":["integer","null"]},"requester_name":{"type":"string"},"assignee":{"type":["integer","null"]},"class_waiting":{"type":"boolean"},
"priority":{"type":"integer","minimum":1,"maximum":4},"created_at":{"type":"string","format":"date-time"},
"updated_at":{"type":"string","format":"date-time"},"response_due_at":{"type":"string","format":"date-time"},
"due_at":{"type":"string","format":"date-time"},"resolved_at":{"type":["string","null"],"format":"date-time"},
"merged_into":{"type":["integer","null"]},"messages":{"type":"array","items":{"type":"object"}},"page":{"type":"string","format":"uri"}}})";

constexpr auto list_schema = R"({"type":"object","required":["requests","next"],"properties":{"requests":{"type":"array","items":{"type":"object",
"required":["id","title","state","created_at"],"properties":{"id":{"type":"integer"},"title":{"type":"string"},"state":{"type":"string"},
"school_name":{"type":"string"},"room":{"type":"string"},"created_at":{"type":"string","format":"date-time"}}}},
"next":{"type":["string","null"],"description":"Address of the next page"}}})";

constexpr auto new_request_schema = R"({"type":"object","required":["title","category","school"],"properties":{"title":{"type":"string","maxLength":200},
"description":{"type":"string","maxLength":20000},"category":{"type":"string","description":"A key of /api/v1/categories"},"school":{"type":"integer"},
"room":{"type":"string"},"device":{"type":"string","description":"Asset tag or serial"},"class_waiting":{"type":"boolean"},
"answers":{"type":"object","description":"By number of the question","additionalProperties":{"type":"string"}}}})";

constexpr auto new_message_schema = R"({"type":"object","required":["body"],"properties":{"body":{"type":"string","maxLength":20000},
"kind":{"enum":["reply","note"],"default":"reply"}}})";

constexpr auto categories_schema = R"({"type":"object","required":["categories"],"properties":{"categories":{"type":"array","items":{"type":"object",
"required":["key","name"],"properties":{"key":{"type":"string"},"name":{"type":"object"},"hint":{"type":"object"},"team":{"type":"integer"},
"asks_device":{"type":"boolean"},"asks_room":{"type":"boolean"},"asks_class_waiting":{"type":"boolean"},"questions":{"type":"array",
"items":{"type":"object"}}}}}}})";

}  // namespace helpdesk
