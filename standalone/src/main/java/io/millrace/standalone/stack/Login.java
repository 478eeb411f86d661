package io.millrace.standalone.stack;

import java.util.Locale;

/** As whom the parts of Millrace enter the database; none is a superuser. In the embedded one, none has a password. */
public enum Login {
    /** Migrates, and audits: it alone reads every table. */
    OWNER("millrace_owner"),
    /** The job; a member of millrace_writer. */
    JOB("usage_job"),
    /** Keeps the tables in shape; a member of millrace_upkeep. */
    UPKEEP("upkeep_service"),
    /** The ledger; a member of millrace_billing. */
    BILLING("billing_service"),
    /** Reports and whoever wants to look, at every workspace; a member of millrace_reader. */
    DASHBOARD("operations_dashboard");

    private final String role;

    Login(String role) {
        this.role = role;
    }

    /** Name of the file that its password is in, where it has one. */
    public String file() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Name of the role. */
    public String role() {
        return role;
    }
}
