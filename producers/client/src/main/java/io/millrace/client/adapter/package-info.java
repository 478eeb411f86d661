/**
 * Reads what a provider's answer says about its own use: tokens, units, model served and stated cost, never the content.
 * Pure functions without I/O; what cannot be trusted is left null and reported, and nothing here throws on bad input.
 */
@NullMarked
package io.millrace.client.adapter;

import org.jspecify.annotations.NullMarked;
