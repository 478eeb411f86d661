package io.millrace.schemas.sealing;

/** What a key is for. The order is that of the choice: a record is sealed under the first that it has. */
public enum SubjectKind {
    /** A user, by the keyed pseudonym. */
    USER,
    /** A client's address, by the keyed pseudonym. */
    CLIENT_IP,
    /** The calls of a workspace that tell neither user nor address; its name is the workspace id. */
    WORKSPACE
}
