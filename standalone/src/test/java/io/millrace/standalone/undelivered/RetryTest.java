package io.millrace.standalone.undelivered;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.alerts.delivery.Answer;
import io.millrace.schemas.delivery.Undelivered;
import io.millrace.schemas.rating.SourcePlace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryTest {
    private final List<String> happened = new ArrayList<>();

    @Test
    void whatIsTakenIsMarkedBeforeTheNextIsTried() throws InterruptedException {
        int taken = run(List.of(kept(0, "ops"), kept(1, "ops")), new Answer.Taken());
        assertThat(taken).isEqualTo(2);
        assertThat(happened).containsExactly("try 0", "mark 0/0", "0/0 taken", "try 1", "mark 0/1", "0/1 taken");
    }

    @Test
    void whatIsRefusedIsNotMarkedAndTheNextIsTried() throws InterruptedException {
        int taken = run(List.of(kept(0, "ops"), kept(1, "ops")), new Answer.Refused("answer: 400"));
        assertThat(taken).isZero();
        assertThat(happened)
                .containsExactly(
                        "try 0", "0/0 not taken: answer: 400",
                        "try 1", "0/1 not taken: answer: 400");
    }

    @Test
    void oneThatIsAwayIsAskedOnceAndTheOthersAreAsked() throws InterruptedException {
        run(List.of(kept(0, "ops"), kept(1, "ops"), kept(2, "finance")), new Answer.Later("no answer", null));
        assertThat(happened)
                .containsExactly(
                        "try 0",
                        "0/0 not taken: no answer",
                        "0/1 not tried: ops is away",
                        "try 2",
                        "0/2 not taken: no answer");
    }

    @Test
    void filterLeavesOutWhatWasDeliveredSince() {
        Kept open = kept(0, "ops");
        Kept done = kept(1, "ops").asDelivered();
        Kept other = kept(2, "finance");
        List<Kept> all = List.of(open, done, other);
        assertThat(new KeptFilter(List.of(), null, false).of(all)).containsExactly(open, other);
        assertThat(new KeptFilter(List.of(), null, true).of(all)).containsExactly(open, done, other);
        assertThat(new KeptFilter(List.of(), "ops", false).of(all)).containsExactly(open);
        assertThat(new KeptFilter(List.of("0/2"), null, false).of(all)).containsExactly(other);
    }

    private int run(List<Kept> messages, Answer answer) throws InterruptedException {
        Retry retry = new Retry(
                message -> {
                    happened.add("try " + message.source().offset());
                    return answer;
                },
                kept -> happened.add("mark " + kept.id()));
        return retry.run(messages, (kept, words) -> happened.add(kept.id() + " " + words));
    }

    private static Kept kept(long offset, String destination) {
        SourcePlace source = new SourcePlace("millrace.alerts", 0, offset);
        return new Kept(0, offset, new Undelivered(destination, "m", source, 3, "no", 1, null, null), false);
    }
}
