package io.millrace.alerts.message;

import io.millrace.schemas.billing.Notice;
import io.millrace.schemas.budget.BudgetAlert;

/** What a destination is told. Immutable. */
public sealed interface Message {
    /** The same whenever it is told: of one id, one message. 1 to 256 characters. */
    String id();

    String workspaceId();

    /** Such as {@code budget} or {@code payment_failed}: the kind in lower case. */
    String kind();

    /** One line without a full stop. */
    String title();

    /** Microseconds since the epoch. */
    long occurredAtMicros();

    /** A threshold that was crossed. */
    record Alert(BudgetAlert alert) implements Message {
        @Override
        public String id() {
            return alert.alertId().toString();
        }

        @Override
        public String workspaceId() {
            return alert.scope().workspaceId();
        }

        @Override
        public String kind() {
            return Words.lower(alert.kind());
        }

        @Override
        public String title() {
            return AlertWords.of(alert);
        }

        @Override
        public long occurredAtMicros() {
            return alert.occurredAtMicros();
        }
    }

    /** Something about a customer's money. */
    record Told(Notice notice) implements Message {
        @Override
        public String id() {
            return notice.noticeId();
        }

        @Override
        public String workspaceId() {
            return notice.workspaceId();
        }

        @Override
        public String kind() {
            return Words.lower(notice.kind());
        }

        @Override
        public String title() {
            return NoticeWords.of(notice);
        }

        @Override
        public long occurredAtMicros() {
            return notice.occurredAtMicros();
        }
    }
}
