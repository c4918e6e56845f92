/** Keeps a part of the page that fails to load or to draw from taking the rest down; results live outside of it. */
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { LipslateError } from '../../core/errors';
import { withVersionCause } from '../engine/page-version';
import { forgetFailedParts } from './lazy-part';
import { Problem } from './Problem';

interface ErrorBoundaryProps {
  children: ReactNode;
}

export class ErrorBoundary extends Component<ErrorBoundaryProps, { cause: unknown }> {
  override state: { cause: unknown } = { cause: null };

  static getDerivedStateFromError(cause: unknown): { cause: unknown } {
    return { cause: cause ?? new LipslateError('internal') };
  }

  override componentDidCatch(cause: unknown, { componentStack }: ErrorInfo): void {
    console.error('lipslate: a part of the page failed', cause, componentStack);
  }

  override render(): ReactNode {
    const { cause } = this.state;
    if (cause === null) return this.props.children;
    const error = withVersionCause(cause).toData();
    const retry = () => {
      forgetFailedParts();
      this.setState({ cause: null });
    };
    if (error.code !== 'page-outdated') return <Problem error={error} onRetry={retry} />;
    return <Problem error={error} />;
  }
}
