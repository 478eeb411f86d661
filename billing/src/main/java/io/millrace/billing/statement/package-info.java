/** The monthly statement of a workspace, and its forms: JSON, CSV, a page to print. */
@NullMarked
package io.millrace.billing.statement;

import org.jspecify.annotations.NullMarked;
