package io.millrace.billing.postgres;

import io.millrace.schemas.billing.Notice;
import org.jdbi.v3.core.Handle;

/** Puts a notice on its way to Kafka, inside the transaction that is its cause. */
final class NoticeSql {
    private static final String INSERT = """
            INSERT INTO billing.notice (notice_id, workspace_id, kind, subject_id, state, amount_cents, code, link, occurred_at_micros)
            VALUES (:notice, :workspace, :kind, :subject, :state, :cents, :code, :link, :occurred)
            ON CONFLICT (notice_id) DO NOTHING
            """;

    private NoticeSql() {}

    static void add(Handle handle, Notice notice) {
        handle.createUpdate(INSERT)
                .bind("notice", notice.noticeId())
                .bind("workspace", notice.workspaceId())
                .bind("kind", notice.kind().name())
                .bind("subject", notice.subjectId())
                .bind("state", notice.state())
                .bind("cents", notice.amountCents())
                .bind("code", notice.code())
                .bind("link", notice.link())
                .bind("occurred", notice.occurredAtMicros())
                .execute();
    }
}
