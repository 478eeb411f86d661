/**
 * Pseudonyms of users and addresses: the same person always has the same one within a workspace, and only who holds the key
 * can tell whose it is. Nothing here logs, keeps or repeats a name or an address, nor looks one up in DNS.
 */
@NullMarked
package io.millrace.client.pseudonym;

import org.jspecify.annotations.NullMarked;
