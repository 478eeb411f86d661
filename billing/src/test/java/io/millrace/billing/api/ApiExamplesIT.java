package io.millrace.billing.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.billing.api.ApiHarness.Answer;
import io.millrace.billing.postgres.AccountStore;
import io.millrace.billing.postgres.AccountTerms;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.time.SystemClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page docs/api.md does what it says. */
final class ApiExamplesIT {
    private static final Pattern EXAMPLE = Pattern.compile("```sh\n(.*?)```\n```json\n(.*?)```", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
    /** What is another each time. */
    private static final Pattern CHANGING = Pattern.compile("id|to_grant|.*_at|as_of");

    @TempDir
    private static Path directory;

    @Test
    void everyExampleIsAnsweredAsThePageSays() throws IOException {
        String page = Files.readString(Path.of("../docs/api.md"));
        try (TestDatabase database = TestDatabase.start(directory);
                ApiHarness api = new ApiHarness(database)) {
            AccountStore accounts = new AccountStore(api.dataSource, new SystemClock());
            accounts.setTerms(new AccountTerms("acme", BillingMode.PREPAID, null, "pm_card_visa"));
            accounts.setStripeCustomer("acme", "cus_1");
            Matcher example = EXAMPLE.matcher(page);
            int examples = 0;
            while (example.find()) {
                Answer answer = api.send(curl(api, example.group(1)));
                assertThat(answer.status())
                        .as(example.group(1) + answer.raw().body())
                        .isBetween(200, 299);
                assertSame(new ObjectMapper().readTree(example.group(2)), answer.body(), example.group(1));
                examples++;
            }
            assertThat(examples).isEqualTo(7);
        }
    }

    /** As curl understands its arguments, as far as the page goes. */
    private static HttpRequest.Builder curl(ApiHarness api, String command) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command.replace("\\\n", " "));
        while (word.find()) {
            String text = word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3);
            words.add(text.replace("$MILLRACE", api.url()).replace("$KEY", api.key));
        }
        assertThat(words.subList(0, 2)).containsExactly("curl", "-s");
        HttpRequest.Builder request = HttpRequest.newBuilder();
        String method = "";
        String body = null;
        for (int i = 2; i < words.size(); i++) {
            switch (words.get(i)) {
                case "-X" -> method = words.get(++i);
                case "-d" -> body = words.get(++i);
                case "-H" -> {
                    String header = words.get(++i);
                    int colon = header.indexOf(": ");
                    request.header(header.substring(0, colon), header.substring(colon + 2));
                }
                default -> request.uri(URI.create(words.get(i)));
            }
        }
        if (body != null) {
            request.method(method.isEmpty() ? "POST" : method, BodyPublishers.ofString(body));
        }
        return request;
    }

    private static void assertSame(JsonNode told, JsonNode answered, String where) {
        assertThat(names(answered)).as(where).isEqualTo(names(told));
        told.properties().forEach(field -> {
            JsonNode value = answered.get(field.getKey());
            if (field.getValue().isArray() && !field.getValue().isEmpty()) {
                assertThat(value).as(where).hasSameSizeAs(field.getValue());
                assertSame(field.getValue().get(0), value.get(0), where);
            } else if (!CHANGING.matcher(field.getKey()).matches()
                    || field.getValue().isNull()) {
                assertThat(value).as(field.getKey() + " of " + where).isEqualTo(field.getValue());
            }
        });
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
