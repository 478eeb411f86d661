package io.millrace.standalone.command;

import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.rating.RejectReason;
import io.millrace.standalone.rejected.Refusal;
import io.millrace.standalone.rejected.RefusalFilter;
import io.millrace.standalone.rejected.RejectedId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which refused records are meant. */
final class RefusalOptions {
    @Option(names = "--reason", split = ",", description = "only for these reasons: ${COMPLETION-CANDIDATES}")
    private @Nullable Set<RejectReason> reasons;

    @Option(names = "--since", description = "only what reached Kafka from this day or instant (UTC) on")
    private @Nullable String since;

    @Option(names = "--limit", description = "the newest so many (default: ${DEFAULT-VALUE})")
    private int limit = 1_000;

    RefusalFilter filter(List<RejectedId> ids) {
        if (limit < 1) {
            throw MillraceException.user("LIMIT", "--limit", limit, ">= 1");
        }
        return new RefusalFilter(ids, reasons == null ? Set.of() : reasons, InstantOption.parse("--since", since));
    }

    List<Refusal> newest(List<Refusal> refusals) {
        return refusals.subList(Math.max(0, refusals.size() - limit), refusals.size());
    }
}
